"""The secret key by which Stripe charges: typed unseen, kept in the system's keyring, and taken out of it again."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.i18n import msg
from desktop.views.billing.key_dialogs import KeyDialog
from desktop.views.desk import Kind, Surroundings


class StripeKeyDialog(KeyDialog):
    """Asks for the key; nothing shows it, and an empty field takes the one that is kept out of the keyring."""

    wrote = frozenset({Kind.ACCOUNT})

    def __init__(self, parent: QWidget, around: Surroundings) -> None:
        """The field is empty: a key that is kept is never shown."""
        about = msg(
            "This computer's keyring keeps the secret key of your Stripe account; no file of Seatwise holds it. "
            "Leave the field empty to take a key out of the keyring."
        )
        super().__init__(parent, around, msg("Key of Stripe"), msg("Keep the key of Stripe"), about)
        self.key = QLineEdit()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.field(msg("Secret key"), msg("It begins with sk_ or rk_"), self.key)
        self.key.textChanged.connect(self._say_verb)
        self.buttons.accepted.connect(self.keep)
        self._say_verb()

    def _say_verb(self) -> None:
        """The button says which of both it does."""
        verb = msg("Keep the key of Stripe") if self.key.text().strip() else msg("Forget the key of Stripe")
        self.ok.setText(self.around.words.text(verb))

    def keep(self) -> None:
        """Keep what was typed, or forget what was kept."""
        keys, typed = self.around.workspace.payment_keys, self.key.text()
        if typed.strip():
            self.do(msg("Keep the key of Stripe"), lambda: keys.set_key(typed))
        else:
            self.do(msg("Forget the key of Stripe"), keys.forget_key)
