"""The case study: design how a project is run, see the design play, say why it lost where it lost."""
