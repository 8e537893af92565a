// Forms that talk to a passkey: the address is asked what the browser is to ask for, then told what it answered.

interface Answer {
  ask?: { publicKey: Json };
  to?: string;
  message?: string;
}
type Json = Record<string, unknown>;

const SENTENCES: Record<string, string> = {
  NotAllowedError: "No passkey was shown, or it took too long. Nothing was changed. Try again, or use another way.",
  InvalidStateError: "This device has a passkey for your account already. Nothing was changed.",
  SecurityError: "Passkeys do not work at this address. Open the site by its name, such as localhost, not by a number.",
};
const OTHER = "This did not work, and nothing was changed. Reload the page and try again, or use another way.";
const TOO_MANY = "There were too many tries. Nothing was changed. Wait a few minutes, or use another way.";
const NONE = "This browser cannot use passkeys. Use another browser, or another way.";

function bytes(text: unknown): ArrayBuffer {
  const plain = atob(String(text).replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
}

function text(buffer: ArrayBuffer | null): string {
  const letters = Array.from(new Uint8Array(buffer ?? new ArrayBuffer(0)), (byte) => String.fromCharCode(byte));
  return btoa(letters.join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function known(list: unknown): PublicKeyCredentialDescriptor[] {
  return ((list ?? []) as Json[]).map((one) => ({ type: "public-key", id: bytes(one.id) }));
}

async function credential(asked: Json): Promise<Json | null> {
  const shared = { ...asked, challenge: bytes(asked.challenge) };
  if (!("user" in asked)) {
    const publicKey = { ...shared, allowCredentials: known(asked.allowCredentials) };
    const found = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential | null;
    return found && shown(found, found.response as AuthenticatorAssertionResponse);
  }
  const user = asked.user as Json;
  const publicKey = {
    ...shared,
    user: { ...user, id: bytes(user.id) },
    excludeCredentials: known(asked.excludeCredentials),
  } as unknown as PublicKeyCredentialCreationOptions;
  const made = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential | null;
  return made && registered(made, made.response as AuthenticatorAttestationResponse);
}

function shown(found: PublicKeyCredential, response: AuthenticatorAssertionResponse): Json {
  return {
    id: found.id,
    rawId: text(found.rawId),
    type: found.type,
    clientExtensionResults: {},
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: text(response.userHandle),
    },
  };
}

function registered(made: PublicKeyCredential, response: AuthenticatorAttestationResponse): Json {
  return {
    id: made.id,
    rawId: text(made.rawId),
    type: made.type,
    clientExtensionResults: { credProps: made.getClientExtensionResults().credProps ?? {} },
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
    },
  };
}

async function send(form: HTMLFormElement, more: Json): Promise<Answer> {
  const fields = Object.fromEntries(new FormData(form));
  const { csrfmiddlewaretoken, ...rest } = fields;
  const response = await fetch(form.action, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": String(csrfmiddlewaretoken) },
    body: JSON.stringify({ ...rest, ...more }),
  });
  // Led elsewhere: signed out meanwhile, or asked first who it is.
  if (response.redirected) {
    return { to: response.url };
  }
  if (!response.headers.get("Content-Type")?.startsWith("application/json")) {
    return { message: response.status === 429 ? TOO_MANY : OTHER };
  }
  return (await response.json()) as Answer;
}

async function follow(form: HTMLFormElement): Promise<string> {
  if (!window.PublicKeyCredential) {
    return NONE;
  }
  const first = await send(form, {});
  const found = first.ask ? await credential(first.ask.publicKey) : null;
  const last = found ? await send(form, { credential: found }) : first;
  if (last.to) {
    location.assign(last.to);
    return "";
  }
  return last.message ?? OTHER;
}

/** Each form with `data-fp-passkey` talks to the browser's passkeys; what goes wrong is said in the form. */
export function talkToPasskeys(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-fp-passkey]")) {
    const says = form.querySelector<HTMLElement>("[data-fp-passkey-error]");
    let busy = false;
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (busy || !says) {
        return;
      }
      busy = true;
      says.hidden = true;
      const sentence = await follow(form).catch((error: unknown) => SENTENCES[(error as Error).name] ?? OTHER);
      busy = false;
      says.textContent = sentence;
      says.hidden = !sentence;
    });
  }
}
