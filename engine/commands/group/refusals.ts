import { EngineError } from '../../gateway/contract';

/** What WhatsApp's refusals mean where it is asked about a group, or to change one. */

export function refusedToRead(id: string, code: number): EngineError | undefined {
	if (code === 404) return noSuchGroup(id);
	return code === 401 || code === 403 ? notAMember(id) : undefined;
}

export function refusedToChange(id: string, code: number): EngineError | undefined {
	if (code === 401) {
		return new EngineError(
			'NOT_ALLOWED',
			`The linked number is not an admin of the group ${id}, and only admins may do this there.`,
			'Ask an admin of the group to make it one, or to do it.',
		);
	}
	return refusedToRead(id, code);
}

function noSuchGroup(id: string): EngineError {
	return new EngineError(
		'NOT_ALLOWED',
		`There is no group ${id}.`,
		'Check its ID, or choose the group from the list.',
	);
}

function notAMember(id: string): EngineError {
	return new EngineError(
		'NOT_ALLOWED',
		`The linked number is not a member of the group ${id}.`,
		'Choose a group that it is in from the list.',
	);
}
