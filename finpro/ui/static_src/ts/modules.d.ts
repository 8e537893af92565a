// The part of govuk-frontend's module that we call; the package ships no types.
declare module "govuk-frontend" {
  type Component = new (root: HTMLElement) => unknown;
  export const Button: Component;
  export const CharacterCount: Component;
  export const Checkboxes: Component;
  export const ErrorSummary: Component;
  export const NotificationBanner: Component;
  export const PasswordInput: Component;
  export const SkipLink: Component;
  export function createAll(component: Component, config: undefined, scope: Document | HTMLElement): unknown[];
}
