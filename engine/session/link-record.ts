import { EngineError, type ErrorShape, type LinkState } from '../gateway/contract';
import { kindOf, type Log } from '../log';
import type { Settings } from '../store/account-store';
import { nextState, stateAtStart, type LinkStep } from './link-state';

/** Where the link of an account stands, and what went wrong last. Kept for the next start. */
export interface LinkRecord {
	state(): LinkState;
	lastError(): ErrorShape | null;
	/** An error stays until the number is linked. */
	move(step: LinkStep, error?: ErrorShape): void;
	/** Remembers what went wrong, where the state stays as it is. What is no EngineError says nothing to a user. */
	note(error: unknown): void;
	/** What was noted is over. */
	forgive(error: EngineError): void;
}

interface Stored {
	state: LinkState;
	lastError: ErrorShape | null;
}

const NAME = 'link';

/** Tells whoever asks for the account next why nothing is linked any more. */
export function explainEmptyStore(settings: Settings, error: EngineError): void {
	settings.set(NAME, { state: 'UNLINKED', lastError: error.toShape() } satisfies Stored);
}

export function createLinkRecord(
	settings: Settings,
	isPaired: boolean,
	onChange: () => void,
	log: Log,
): LinkRecord {
	const stored = settings.get<Stored>(NAME);
	let link: Stored = {
		state: stateAtStart(stored?.state, isPaired),
		lastError: stored?.lastError ?? null,
	};

	return {
		state: () => link.state,
		lastError: () => link.lastError,
		move(step, error) {
			const lastError = error ?? (step === 'opened' ? null : link.lastError);
			const before = link.state;
			link = { state: nextState(before, step), lastError };
			if (link.state !== before) {
				log.info('The link has another state', { before, now: link.state, error: error?.code });
			}
			settings.set(NAME, link);
			onChange();
		},
		note(error) {
			if (!(error instanceof EngineError)) {
				log.warn('Something unexpected went wrong', { error: kindOf(error) });
				return;
			}
			if (error.code !== link.lastError?.code) {
				log.debug('There is a problem with the number', { error: error.code });
			}
			link = { ...link, lastError: error.toShape() };
			onChange();
		},
		forgive({ code }) {
			if (link.lastError?.code !== code) return;
			link = { ...link, lastError: null };
			onChange();
		},
	};
}
