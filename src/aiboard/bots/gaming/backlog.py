"""Tricks with cards and plans: what is started, killed, shown, reserved or merely touched."""

from typing import Final

from aiboard.bots.base import kill
from aiboard.bots.card_estimates import current_quality, project_days_left
from aiboard.bots.choosing import count_started
from aiboard.bots.gaming.base import Gaming
from aiboard.bots.refusing import RestrictedBot
from aiboard.engine.act import check
from aiboard.engine.model.board import Board
from aiboard.engine.model.card import Card
from aiboard.engine.model.fields import copy_board
from aiboard.engine.model.vocabulary import Chaos, Mode, Reason, Refusal, Stage
from aiboard.engine.outlook import start_outlook
from aiboard.engine.verbs import (
    Action,
    AddIdea,
    Document,
    Forecast,
    Inject,
    Prioritise,
    Reserve,
    SetWip,
    StandingOrder,
    Start,
    Ticket,
)
from aiboard.engine.verbs.plan import MOST_RESERVED_DAYS, MOST_WIP

#: Share of started cards, percent, that the quota wants killed.
QUOTA_PCT: Final = 70
#: Free actions a day; a day that never ends is nobody's trick.
MOST_FREE: Final = 40


def unstarted(card: Card) -> bool:
    """Whether it is on the board and nobody has started it."""
    return card.shown and (card.stage == Stage.BACKLOG or card.stage == Stage.HYPOTHESIS)


def best_family(board: Board) -> int:
    """The family whose cards are expected to reach highest before anything is known."""
    means = [family.mean_ppm for family in board.world.families]
    return means.index(max(means))


class SacrificeKills(Gaming):
    """Starts and at once kills the worst cards of a family, each with a learning: its later ones are fresher."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.victim = -1

    def trick(self, board: Board) -> Action | None:
        """Kill the card that was just started, else start the next victim while the family's learning still grows."""
        if self.victim >= 0:
            index = self.victim
            self.victim = -1
            return kill(index, Reason.OTHER, "no promise")
        family = self._family(board)
        if board.family_decided(family) >= board.world.fresh_cap:
            return None
        worst = -1
        for card in board.cards:
            if unstarted(card) and board.world.ideas[card.index].family == family:
                if worst < 0 or card.stated_pct < board.cards[worst].stated_pct:
                    worst = card.index
        if worst < 0 or check(board, Start(worst)) != Refusal.NONE:
            return None
        self.victim = worst
        return Start(worst)

    def _family(self, board: Board) -> int:
        sizes = [0] * len(board.world.families)
        for idea in board.world.ideas:
            sizes[idea.family] += 1
        return sizes.index(max(sizes))


class RevealAll(Gaming):
    """Asks for every idea that there is, before anything else."""

    def trick(self, board: Board) -> Action | None:
        """The next idea of any family."""
        for family in range(len(board.world.families)):
            if check(board, AddIdea(family)) == Refusal.NONE:
                return AddIdea(family)
        return None


class KillQuota(Gaming):
    """Sees to it that 70 % of all started cards are killed by each sprint's end, the lowest first."""

    def trick(self, board: Board) -> Action | None:
        """On a sprint's last day kill until the quota is met."""
        if board.day % board.world.sprint_days != 0:
            return None
        started = 0
        worst = -1
        for card in board.cards:
            started += card.started_day > 0
            if card.in_flight() and card.readouts:
                if worst < 0 or current_quality(board, card) < current_quality(board, board.cards[worst]):
                    worst = card.index
        if worst < 0 or board.killed * 100 >= QUOTA_PCT * started:
            return None
        return kill(worst, Reason.OTHER, "the lowest of this sprint")


class AlwaysExplore(Gaming):
    """Starts each time a card of the family that has been tried least, to the end."""

    def adapt_action(self, board: Board, action: Action) -> Action | None:
        """The likeliest card of the least tried family that needs no more GPUs and would train at once."""
        if not isinstance(action, Start):
            return action
        ideas = board.world.ideas
        best = action.card
        for card in board.cards:
            if not unstarted(card) or ideas[card.index].gpus > ideas[action.card].gpus:
                continue
            if start_outlook(board, card).cause != 0 or check(board, Start(card.index)) != Refusal.NONE:
                continue
            count, best_count = count_started(board, ideas[card.index].family), count_started(board, ideas[best].family)
            if count < best_count or (count == best_count and card.stated_pct > board.cards[best].stated_pct):
                best = card.index
        return Start(best)


class OneFamily(Gaming):
    """Starts cards of one family only, the one with the best prior; all its ideas are asked for first."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        # The basis cannot tell hidden cards from ideas that nobody has asked for.
        self.basis = RestrictedBot(self.basis, [AddIdea.VERB])

    def trick(self, board: Board) -> Action | None:
        """The family's next idea."""
        return AddIdea(best_family(board))

    def visible_board(self, board: Board) -> Board:
        """The untried cards of other families are not there."""
        only = best_family(board)
        copy = copy_board(board)
        for card in copy.cards:
            if unstarted(card) and board.world.ideas[card.index].family != only:
                card.shown = False
        return copy


class TicketsAhead(Gaming):
    """Keeps Hypothesis full of tickets, the likeliest cards first, however long they will wait."""

    def trick(self, board: Board) -> Action | None:
        """One more ticket while the stage has room."""
        if board.full(Stage.HYPOTHESIS):
            return None
        best = -1
        for card in board.cards:
            if card.shown and card.stage == Stage.BACKLOG:
                if best < 0 or card.stated_pct > board.cards[best].stated_pct:
                    best = card.index
        return Ticket(best) if best >= 0 else None


class ReserveAll(Gaming):
    """Pays for the whole pool on every day of the project."""

    def trick(self, board: Board) -> Action | None:
        """Reserve everything again as soon as nothing is reserved."""
        return Reserve(board.world.gpus, min(MOST_RESERVED_DAYS, project_days_left(board)))


class SpamFreeActions(Gaming):
    """Takes whatever costs no minutes and destroys nothing, dozens of times a day."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.day = 0
        self.actions: list[Action] = []

    def trick(self, board: Board) -> Action | None:
        """The next of today's free actions."""
        if board.day != self.day:
            self.day = board.day
            self.actions = self._free(board)
        while self.actions:
            wish = self.actions.pop()
            if wish.minutes(board) == 0 and check(board, wish) == Refusal.NONE:
                return wish
        return None

    def _free(self, board: Board) -> list[Action]:
        actions: list[Action] = [Forecast(board.day + 10, board.day + 20)]
        for card in board.cards:
            actions.append(Prioritise(card.index, 1 + board.day % 5))
            if not card.documented:
                actions.append(Document(card.index, "noted"))
        for stage in (Stage.EXPERIMENT, Stage.EVALUATION):
            actions.append(SetWip(int(stage), MOST_WIP - board.day % 2))
        for order in range(len(board.orders)):
            actions.append(StandingOrder(order, int(Mode.ASK)))
        for family in range(len(board.world.families)):
            actions.append(AddIdea(family))
        return actions[-MOST_FREE:]


class InjectScope(Gaming):
    """Brings a new requirement itself, with the most notice that there may be, before the drawn one can come."""

    def trick(self, board: Board) -> Action | None:
        """The injection, on the last day on which none is drawn yet; refused when a requirement has come."""
        if board.day != board.world.chaos_from[Chaos.SCOPE_CHANGE] - 1:
            return None
        return Inject(int(Chaos.SCOPE_CHANGE))
