import { EngineError } from '../gateway/contract';

/** The error of one change of several, with what was changed before it, in words. */
export function afterSome(error: unknown, changed: readonly string[]): unknown {
	if (!(error instanceof EngineError) || changed.length === 0) return error;
	return new EngineError(
		error.code,
		`${error.message} Changed before that: ${changed.join(', ')}.`,
		error.hint,
		error.retryable,
	);
}
