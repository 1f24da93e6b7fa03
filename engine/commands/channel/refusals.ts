import { EngineError } from '../../gateway/contract';

/** What WhatsApp's refusals mean where it is asked about a channel: its numbers are HTTP's. */

export function refusedToRead(given: string, code: number): EngineError | undefined {
	return code === 404 ? noSuchChannel(given) : undefined;
}

export function refusedToChange(id: string, code: number): EngineError | undefined {
	return code === 401 || code === 403 ? notOurs(id) : refusedToRead(id, code);
}

export function noSuchChannel(given: string): EngineError {
	return new EngineError(
		'NOT_ALLOWED',
		`There is no channel ${given.slice(0, 100)}, or it was deleted.`,
		'Check its ID or its invite link, or choose the channel from the list.',
	);
}

export function notOurs(id: string): EngineError {
	return new EngineError(
		'NOT_ALLOWED',
		`The linked number is not an admin of the channel ${id}, and only its owner and admins may do this.`,
		'Choose a channel that the number owns or is admin of, or ask the owner to invite it as an admin.',
	);
}

export function notOwned(id: string): EngineError {
	return new EngineError(
		'NOT_ALLOWED',
		`The linked number does not own the channel ${id}, and only the owner may do this.`,
		'Ask the owner to do it, or choose a channel that the number owns.',
	);
}
