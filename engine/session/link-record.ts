import { EngineError, type ErrorShape, type LinkState } from '../gateway/contract';
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
			link = { state: nextState(link.state, step), lastError };
			settings.set(NAME, link);
			onChange();
		},
		note(error) {
			if (!(error instanceof EngineError)) return;
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
