/** With and without the digits that WhatsApp's form of a number has, or has not, beside the dialled one. */
const FORMS: readonly (readonly [RegExp, string])[] = [
	// Brazil: the ninth digit of mobile numbers.
	[/^55(\d\d)9([016-9]\d{7})$/, '55$1$2'],
	[/^55(\d\d)([016-9]\d{7})$/, '55$19$2'],
	// Mexico and Argentina: a digit after the country code.
	[/^521(\d{10})$/, '52$1'],
	[/^52(\d{10})$/, '521$1'],
	[/^549(\d{10})$/, '54$1'],
	[/^54(\d{10})$/, '549$1'],
];

/** How else a number may be written. */
export function otherForms(number: string): string[] {
	return FORMS.flatMap(([form, other]) => (form.test(number) ? number.replace(form, other) : []));
}
