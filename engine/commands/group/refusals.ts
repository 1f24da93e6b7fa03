import { EngineError, type GroupKind } from '../../gateway/contract';

/** What WhatsApp's refusals mean where it is asked about a group, or to change one. */

export function refusedToRead(
	id: string,
	code: number,
	kind: GroupKind = 'group',
): EngineError | undefined {
	if (code === 404) return noSuchGroup(id, kind);
	return code === 401 || code === 403 ? notAMember(id, kind) : undefined;
}

export function refusedToChange(
	id: string,
	code: number,
	kind: GroupKind = 'group',
): EngineError | undefined {
	if (code === 401) {
		return new EngineError(
			'NOT_ALLOWED',
			`The linked number is not an admin of the ${kind} ${id}, and only admins may do this there.`,
			`Ask an admin of the ${kind} to make it one, or to do it.`,
		);
	}
	return refusedToRead(id, code, kind);
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

function noSuchGroup(id: string, kind: GroupKind): EngineError {
	return new EngineError(
		'NOT_ALLOWED',
		`There is no ${kind} ${id}.`,
		`Check its ID, or choose the ${kind} from the list.`,
	);
}

export function notAMember(id: string, kind: GroupKind = 'group'): EngineError {
	return new EngineError(
		'NOT_ALLOWED',
		`The linked number is not a member of the ${kind} ${id}.`,
		`Choose a ${kind} that it is in from the list.`,
	);
}
