import { people, type Field } from '../../../shared/fields';

/** `what`: what is done to them. */
export function participants(what: string): Field<string[]> {
	return people({
		displayName: 'Participants',
		required: true,
		description: `Phone numbers of who ${what}, with commas or line breaks between them. An expression may yield a list.`,
	});
}
