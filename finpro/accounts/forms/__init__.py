"""What people type about their account: to get in, and what it keeps about them."""

from finpro.accounts.forms.factors import AppCodeForm, MailCodeForm, PasskeyNameForm, PasswordAgainForm
from finpro.accounts.forms.opening import DetailsForm, GoogleDetailsForm, cleaned
from finpro.accounts.forms.profile import CodeForm, NameForm, NewAddressForm, PhoneForm
from finpro.accounts.forms.recovery import AddressForm, MailedCodeForm, NewPasswordForm
from finpro.accounts.forms.sign_in import SecondStepForm, SignInForm

__all__ = [
    "AddressForm",
    "AppCodeForm",
    "CodeForm",
    "DetailsForm",
    "GoogleDetailsForm",
    "MailCodeForm",
    "MailedCodeForm",
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
