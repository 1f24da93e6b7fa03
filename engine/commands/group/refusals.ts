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

/** Of an invite link, or an invite that came as a message. */
export function refusedInvite(code: number): EngineError | undefined {
	switch (code) {
		case 400:
		case 404:
		case 406:
			return new EngineError(
				'INVALID_CONTENT',
				'This invite leads to no group.',
				'Check that it was copied as a whole, or ask for another one.',
			);
		case 410:
			return new EngineError(
				'TOO_LATE',
				'This invite is not good any more: it was used, has expired, or an admin has reset it.',
				'Ask an admin of the group for another one.',
			);
		case 401:
		case 403:
			return new EngineError(
				'NOT_ALLOWED',
				'WhatsApp does not let the linked number into this group by an invite: an admin has removed it from there.',
				'Ask an admin of the group to add the number.',
			);
		case 419:
			return new EngineError(
				'NOT_ALLOWED',
				'The group is full.',
				'Ask an admin of the group to remove somebody first.',
			);
		default:
			return undefined;
	}
}

function noSuchGroup(id: string): EngineError {
	return new EngineError(
		'NOT_ALLOWED',
		`There is no group ${id}.`,
		'Check its ID, or choose the group from the list.',
	);
}

export function notAMember(id: string): EngineError {
	return new EngineError(
		'NOT_ALLOWED',
		`The linked number is not a member of the group ${id}.`,
		'Choose a group that it is in from the list.',
	);
}
