import { EngineError, type CommandName, type ErrorShape } from '../gateway/contract';
import { kindOf, type Log } from '../log';

/** What is told of an error to another thread or process. One that is not ours is told to the log, too. */
export function failureOf(error: unknown, asked: CommandName | Other, log: Log): ErrorShape {
	if (error instanceof EngineError) return error.toShape();
	log.error('The engine had an unexpected problem', { asked, error: kindOf(error) });
	// What is not an error of ours may carry anything, keys included: only its kind leaves.
	const kind = error instanceof Error ? error.name : typeof error;
	return new EngineError(
		'INTERNAL',
		`The WhatsApp engine had an unexpected problem (${kind}).`,
		'Try again. If it stays, restart n8n and report it with the steps that lead to it.',
		true,
	).toShape();
}

/** What is asked beside commands. */
type Other =
	| 'storeMedia'
	| 'openMedia'
	| 'subscribe'
	| 'unsubscribe'
	| 'resume'
	| 'leave'
	| 'compareCredentials'
	| 'deposit'
	| 'close'
	| 'owner';
