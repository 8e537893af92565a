"""What people type about their account: to get in, and what it keeps about them."""

from finpro.accounts.forms.factors import AppCodeForm, MailCodeForm, PasskeyNameForm, PasswordAgainForm
from finpro.accounts.forms.opening import DetailsForm, GoogleDetailsForm
from finpro.accounts.forms.parts import CODE_BOX, NOT_RIGHT, AddressForm, CodeForm, cleaned
from finpro.accounts.forms.passwords import NewPasswordForm
from finpro.accounts.forms.profile import NameForm, NewAddressForm, PhoneForm
from finpro.accounts.forms.sign_in import SecondStepForm, SignInForm

__all__ = [
    "CODE_BOX",
    "NOT_RIGHT",
    "AddressForm",
    "AppCodeForm",
    "CodeForm",
    "DetailsForm",
    "GoogleDetailsForm",
    "MailCodeForm",
    "NameForm",
    "NewAddressForm",
    "NewPasswordForm",
    "PasskeyNameForm",
    "PasswordAgainForm",
    "PhoneForm",
    "SecondStepForm",
    "SignInForm",
    "cleaned",
]
