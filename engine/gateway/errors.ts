export const ERROR_CODES = [
	'NOT_LINKED',
	'LOGGED_OUT',
	'REPLACED',
	'BANNED',
	'OUTDATED',
	'IN_USE',
	'DISCONNECTED',
	'PROXY_FAILED',
	'BACKLOG_STALLED',
	'WRONG_KEY',
	'DAMAGED',
	'OLD_COPY',
	'INVALID_RECIPIENT',
	'NOT_ON_WHATSAPP',
	'OPTED_OUT',
	'INVALID_CONTENT',
	'UNSUPPORTED_MEDIA',
	'MEDIA_TOO_LARGE',
	'MEDIA_UNREACHABLE',
	'INVALID_SETTING',
	'UNKNOWN_MESSAGE',
	'UNKNOWN_CALL',
	'TOO_LATE',
	'NOT_ALLOWED',
	'QUEUE_FULL',
	'EXPIRED',
	'REJECTED',
	'RESTRICTED',
	'TIMEOUT',
	'RATE_LIMITED',
	'TOO_MANY_CODES',
	'STORE_FAILED',
	'ENGINE_STOPPED',
	'OUTCOME_UNKNOWN',
	'INTERNAL',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** What went wrong in words a user understands: `message` says what happened, `hint` what to do now. */
export interface ErrorShape {
	code: ErrorCode;
	message: string;
	hint: string;
	retryable: boolean;
}

/** The one error that leaves the engine. `message` says what happened, `hint` what the user does now. */
export class EngineError extends Error implements ErrorShape {
	override readonly name = 'EngineError';

	constructor(
		readonly code: ErrorCode,
		message: string,
		readonly hint: string,
		readonly retryable = false,
	) {
		// It quotes what users and strangers wrote, cut off somewhere: n8n may store it where half an emoji is not allowed.
		super(message.toWellFormed());
	}

	static from(shape: ErrorShape): EngineError {
		return new EngineError(shape.code, shape.message, shape.hint, shape.retryable);
	}

	toShape(): ErrorShape {
		return { code: this.code, message: this.message, hint: this.hint, retryable: this.retryable };
	}
}

/** What an `EventListener` rejects with that has ended: whoever comes next gets the batch, before what is newer. */
export class ListenerGone extends Error {}

/** A stream of bytes ended early: its source failed, or whoever read from it is gone. */
export function brokenStream(): EngineError {
	return new EngineError(
		'MEDIA_UNREACHABLE',
		'The file stopped coming before its end.',
		'Run the node again. If it stays, check that the file can be read at its source.',
		true,
	);
}

/** Something that must not be done twice was under way when `reason` came: nobody knows whether WhatsApp has done it. */
export function outcomeUnknown(reason: string): EngineError {
	return new EngineError(
		'OUTCOME_UNKNOWN',
		`It may have been done, but nobody knows. ${reason}`,
		'Look in WhatsApp whether it was done before you run the node again. Retry On Fail does not do it a second time.',
	);
}
