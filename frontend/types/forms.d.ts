// The forms of the templates, by the names of their fields.

type FieldsOf<Fields> = HTMLFormElement & { readonly elements: HTMLFormControlsCollection & Fields };
/** Any field that holds a word. */
type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** web/file.html */
type FilingForm = FieldsOf<{
  text: HTMLTextAreaElement;
  category: HTMLSelectElement;
  /** The category that stands there because the words spoke of it, not because somebody chose it. */
  guessed: HTMLInputElement;
  area: HTMLSelectElement;
  latitude: HTMLInputElement;
  longitude: HTMLInputElement;
  draft_id: HTMLInputElement;
  /** The code of a sticker that was scanned, "" for none. */
  asset: HTMLInputElement;
  channel: HTMLInputElement;
  csrfmiddlewaretoken: HTMLInputElement;
  /** Public, without a name, confidential. */
  visibility: RadioNodeList;
  /** The protected category that the person says it is about, "" for none. */
  concern?: RadioNodeList;
  name: HTMLInputElement;
  phone: HTMLInputElement;
  email: HTMLInputElement;
  address?: HTMLInputElement;
}>;

/** desk/file.html and the other ways to the desk, which have some of these only. */
type DeskForm = FieldsOf<{
  text: HTMLTextAreaElement;
  category: HTMLSelectElement;
  area: HTMLSelectElement;
  name: HTMLInputElement;
  phone: HTMLInputElement;
  email: HTMLInputElement;
  consent: HTMLInputElement;
  draft_id: HTMLInputElement;
  csrfmiddlewaretoken: HTMLInputElement;
}>;

/** desk/parts/place.html stands in it */
type PlaceForm = FieldsOf<{
  latitude: HTMLInputElement;
  longitude: HTMLInputElement;
  area: HTMLSelectElement;
  csrfmiddlewaretoken: HTMLInputElement;
}>;

/** What beside.js and questions.js need of a form. */
type FormWithCategory = FieldsOf<{ category: HTMLSelectElement }>;
type FormWithToken = FieldsOf<{ csrfmiddlewaretoken: HTMLInputElement }>;

/** ui/parts/push_form.html */
type PushForm = FieldsOf<{ subscription: HTMLInputElement; rhythm: HTMLInputElement }>;
/** web/follow.html: a circle on the map. */
type CircleForm = FieldsOf<{ latitude: HTMLInputElement; longitude: HTMLInputElement; metres: HTMLInputElement }>;
/** Every form with data-passkey. */
type PasskeyForm = FieldsOf<{ credential: HTMLInputElement; passwordless?: HTMLInputElement }>;
