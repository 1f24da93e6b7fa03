import { contact, text, type Field } from '../../../shared/fields';

export const name = text({
	displayName: 'Name',
	required: true,
	placeholder: 'e.g. Weekly offers',
	description: 'What the channel is called, up to 100 characters',
});

/** `what`: who it is. */
export function person(what: string): Field<string> {
	return contact({
		displayName: 'Person',
		description: `${what}: a phone number with country code`,
	});
}
