import type { ErrorCode, ErrorShape } from './types';

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
