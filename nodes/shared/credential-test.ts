import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import type {
	ErrorCode,
	Gateway,
	LinkCode,
	LinkState,
	SessionStatus,
} from '../../engine/gateway/contract';
import { accountFrom } from './account';
import { asSentence, isEngineError, messageOf } from './errors';
import { gateway } from './gateway';
import { clockTime } from './times';

/** n8n runs this after each save, at each opening of the credential, and on Retry; it shows only an error's message. */
export async function whatsAppLinkedApiTest(
	this: ICredentialTestFunctions,
	credential: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await testCredential(gateway, credential);
}

/** Asks for a linking code where one is wanted, and never throws: n8n would show a bare HTTP error. */
export async function testCredential(
	open: () => Gateway,
	credential: Pick<ICredentialsDecrypted, 'id' | 'data'>,
): Promise<INodeCredentialTestResult> {
	try {
		const account = accountFrom(credential.id, credential.data ?? {});
		const engine = open();
		const status = await engine.request(account, 'session.status', {});
		if (status.state === 'LINKED') {
			return answer(await engine.request(account, 'session.check', {}));
		}
		if (account.settings.phone === '' || !WANTS_CODE.has(status.state)) return answer(status);

		const link = await engine.request(account, 'session.linkByCode', {});
		return answer(link.status, link);
	} catch (error) {
		return failed(...explain(error));
	}
}

/**
 * In these states a code leads on; while the phone is linking the engine waits for the outcome first. REPLACED, BANNED
 * and OUTDATED need something else; asking would only annoy.
 */
const WANTS_CODE: ReadonlySet<LinkState> = new Set([
	'UNLINKED',
	'WAITING',
	'LINKING',
	'LOGGED_OUT',
]);

/** The whole of what the dialog says, by where linking stands; `link`: where a code was asked for. */
export function answer(
	status: SessionStatus,
	link?: Pick<LinkCode, 'code' | 'expiresAt'>,
): INodeCredentialTestResult {
	switch (status.state) {
		case 'LINKED':
			return status.connected ? { status: 'OK', message: 'Linked' } : offline(status);
		case 'LINKING':
			return failed('Your phone has accepted the code and is linking.', 'Press Retry in a moment.');
		case 'UNLINKED':
		case 'WAITING':
		case 'LOGGED_OUT':
			if (!link) return unlinked(status);
			return link.code === null
				? failed('WhatsApp gave no linking code.', 'Wait a minute, then press Retry.')
				: typeCode(link.code, link.expiresAt, status);
		case 'REPLACED':
			return ended(
				status,
				'Another program took over this WhatsApp connection.',
				'Stop the other program, then run Session > Reconnect in a WhatsApp Linked node.',
			);
		case 'BANNED':
			return ended(
				status,
				'WhatsApp has banned this number.',
				'Open WhatsApp on the phone to see why and to ask for a review.',
			);
		case 'OUTDATED':
			return ended(
				status,
				'WhatsApp no longer accepts this version of WhatsApp Linked.',
				'Update the community node in n8n under Settings > Community nodes, then press Retry.',
			);
	}
}

const STEPS =
	'1. On the phone, open WhatsApp > Linked devices > Link a device. 2. Choose Link with phone number instead, and type the code. 3. Press Retry here.';

/** The code comes first: it is what somebody looks for. */
function typeCode(
	code: string,
	expiresAt: string | null,
	{ lastError }: SessionStatus,
): INodeCredentialTestResult {
	const until = expiresAt === null ? '' : `, valid until ${clockTime(expiresAt)}`;
	// Otherwise a number that was linked would be asked for as if it never had been.
	if (lastError?.code === 'DAMAGED' || lastError?.code === 'OLD_COPY') {
		return failed(`${lastError.message} Enter ${code} on your phone${until}:`, STEPS);
	}
	return lastError && ENDED_LAST_CODE.has(lastError.code)
		? failed(`New code: ${code}${until}. ${lastError.message}`, STEPS)
		: failed(`Enter ${code} on your phone${until}:`, STEPS);
}

/** Errors that say what became of the last code, or of the link. */
const ENDED_LAST_CODE: ReadonlySet<ErrorCode> = new Set(['REJECTED', 'EXPIRED', 'LOGGED_OUT']);
/** Those that are worth telling to whoever types no number. */
const ENDED_LINK: ReadonlySet<ErrorCode> = new Set([
	'DAMAGED',
	'OLD_COPY',
	'LOGGED_OUT',
	'INVALID_SETTING',
]);

/** Nobody has typed a number: neither a code nor a QR code is asked for. */
function unlinked({ lastError }: SessionStatus): INodeCredentialTestResult {
	return failed(
		lastError && ENDED_LINK.has(lastError.code)
			? lastError.message
			: 'This credential is not linked to a WhatsApp number yet.',
		'Type the phone number below and save. Or, to use a QR code, add a WhatsApp Linked node, run Session > Get QR Code, scan it, and press Retry here.',
	);
}

function offline({ phone, lastError }: SessionStatus): INodeCredentialTestResult {
	const [what, todo] = lastError
		? explain(lastError)
		: ['It is tried again by itself.', 'Check the network of n8n, then press Retry.'];
	return failed(`+${phone} is linked, but not connected to WhatsApp. ${what}`, todo);
}

function failed(what: string, todo: string): INodeCredentialTestResult {
	return { status: 'Error', message: `${what} ${todo}` };
}

/** The engine's own words where it has some, else ours. */
function ended(status: SessionStatus, what: string, todo: string): INodeCredentialTestResult {
	return status.lastError ? failed(...explain(status.lastError)) : failed(what, todo);
}

function explain(error: unknown): [what: string, todo: string] {
	if (!isEngineError(error)) {
		return [asSentence(messageOf(error).trim()), 'Press Retry. If this stays, restart n8n.'];
	}
	const { message, hint, retryable } = error;
	return [message, retryable && !hint.includes('Retry') ? `${hint} Then press Retry.` : hint];
}
