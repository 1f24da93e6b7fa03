import type { MediaKind, StatusAudience } from '../../../../engine/gateway/contract';
import {
	choice,
	color,
	fixed,
	mapped,
	people,
	shownWith,
	text,
	together,
	type Field,
} from '../../../shared/fields';
import { sourceFile } from '../../../shared/media';
import type { Later } from '../message/define-send';
import { stored } from '../message/file';
import type { Destination } from '../message/send';
import { optionsUntilSent } from '../message/send-options';

/** WhatsApp's name for the place of all statuses. */
const STATUSES = 'status@broadcast';

const visibleTo: Field<StatusAudience['visibleTo']> = choice({
	displayName: 'Visible To',
	// As the phone has them.
	options: [
		{
			name: 'My Contacts',
			value: 'contacts',
			description: "Everybody in the phone's address book who is on WhatsApp",
		},
		{
			name: 'My Contacts Except',
			value: 'contactsExcept',
			description: 'The same without some people',
		},
		{
			name: 'Only These People',
			value: 'only',
			description: 'Some people, contacts or not. They see it if they have saved the number.',
		},
	],
	default: 'contacts',
	description:
		'Who may see the status: contacts, contactsExcept or only. What is set on the phone does not count here.',
});

const named = shownWith(
	{ visibleTo: ['contactsExcept', 'only'] },
	people({
		displayName: 'People',
		required: true,
		description:
			'Phone numbers of those who are excepted, or the only ones to see it, with commas or line breaks between them. An expression may yield a list.',
	}),
);

/** Where a status goes. */
export const audience: Field<Destination> = mapped(
	together({ visibleTo, people: named }),
	({ visibleTo: chosen, people: given }) => ({
		to: STATUSES,
		audience: chosen === 'contacts' ? { visibleTo: chosen } : { visibleTo: chosen, people: given },
	}),
);

/** To those who were to see the status that is deleted. */
export const sameAudience: Field<Destination> = fixed({ to: STATUSES });

/** Nobody waits until everybody has seen it. */
export const statusOptions = optionsUntilSent('status');

/** The file of a status. `what` is the file in the user's words. */
export function statusFile(
	kind: MediaKind,
	what: string,
	placeholder: string,
): Field<Later<string>> {
	return mapped(sourceFile(what, placeholder), (source) =>
		stored(source, { kind, forStatus: true }),
	);
}

export const statusCaption = mapped(
	text({
		displayName: 'Caption',
		typeOptions: { rows: 2 },
		placeholder: 'e.g. New in the shop',
		description: 'What the status says below the file',
	}),
	(words) => words || undefined,
);

/** `what`: what stands on it. */
export function background(what: string): Field<string | undefined> {
	return color({
		displayName: 'Background Color',
		default: '#128C7E',
		description: `The color behind ${what}, as # and six hexadecimal digits`,
	});
}
