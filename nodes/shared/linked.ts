import type { AccountRef, Gateway, SessionStatus } from '../../engine/gateway/contract';
import { EngineError } from '../../engine/gateway/contract';

/** Errors: NOT_LINKED, or why the number is linked no more. That it is offline for a while is none. */
export async function requireLinked(engine: Gateway, account: AccountRef): Promise<void> {
	const status = await engine.request(account, 'session.status', {});
	if (status.state !== 'LINKED') throw notLinked(status);
}

function notLinked({ state, lastError, summary }: SessionStatus): EngineError {
	switch (state) {
		case 'LOGGED_OUT':
		case 'REPLACED':
		case 'BANNED':
		case 'OUTDATED':
			if (lastError) return EngineError.from(lastError);
			return new EngineError(state, summary, 'Open the credential: it says what to do.');
		default:
			return new EngineError(
				'NOT_LINKED',
				// Of an error at publishing n8n shows this line alone.
				'No WhatsApp number is linked to this credential, so nothing can start the workflow. Open the credential and link one.',
				'Type the phone number there and save to get a code for the phone. Or run Session > Get QR Code in a WhatsApp Linked node and scan. Then try again here.',
			);
	}
}
