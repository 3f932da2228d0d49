"""The parts that screens are made of: charts, viewers, questions. Each draws itself by lines."""
