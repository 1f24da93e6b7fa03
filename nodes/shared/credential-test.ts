import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';

import type { Gateway, LinkCode, LinkState, SessionStatus } from '../../engine/gateway/contract';
import { accountFrom } from './account';
import { asSentence, isEngineError, messageOf } from './errors';
import { gateway } from './gateway';

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
		const { phone } = account.settings;
		if (phone === '' || !WANTS_CODE.has(status.state)) return answer(status, null, phone);

		const link = await engine.request(account, 'session.linkByCode', {});
		return answer(link.status, link.code, phone);
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

const QR_WAY = 'add a WhatsApp Linked node, run Session > Get QR Code, and scan it';

/** The whole of what the dialog says, by where linking stands. */
export function answer(
	status: SessionStatus,
	code: LinkCode['code'],
	typedPhone: string,
): INodeCredentialTestResult {
	// Otherwise a number that was linked would be asked for as if it never had been.
	const { code: reason, message: why } = status.lastError ?? {};
	const damage = reason === 'DAMAGED' || reason === 'OLD_COPY' ? `${why} ` : '';
	switch (status.state) {
		case 'LINKED':
			return isOtherNumber(status.phone, typedPhone)
				? failed(
						`This credential is linked to +${status.phone}, not to the number typed above.`,
						'Type that number, or run Session > Log Out in a WhatsApp Linked node and link again.',
					)
				: { status: 'OK', message: 'Linked' };
		case 'LINKING':
			return failed('Your phone has accepted the code and is linking.', 'Press Retry in a moment.');
		case 'UNLINKED':
		case 'WAITING':
		case 'LOGGED_OUT':
			if (code !== null) {
				return failed(
					`${damage}Enter ${code} on your phone: WhatsApp > Linked devices > Link a device > Link with phone number instead.`,
					'Then press Retry.',
				);
			}
			if (typedPhone !== '') {
				return failed('WhatsApp gave no linking code.', 'Wait a minute, then press Retry.');
			}
			return status.state === 'WAITING'
				? failed(
						'A QR code waits to be scanned: WhatsApp > Linked devices > Link a device.',
						'Scan it in the WhatsApp Linked node (Session > Get QR Code), then press Retry.',
					)
				: failed(
						damage || 'This credential is not linked to a WhatsApp number yet.',
						`Type the phone number above and save. Or, to use a QR code, ${QR_WAY}.`,
					);
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

function failed(what: string, todo: string): INodeCredentialTestResult {
	return { status: 'Error', message: `${what.trim()} ${todo}` };
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

/**
 * Whether a linked credential was edited to another number: it would go on sending from the old one, with a green
 * banner. Only the last eight digits count, because WhatsApp's own form of a number differs from the dialled one in
 * Brazil (no 9), Mexico (an added 1) and Argentina (an added 9).
 */
function isOtherNumber(linked: string | null, typed: string): boolean {
	const tail = (phone: string) => phone.replace(/\D/g, '').slice(-8);
	return linked !== null && typed !== '' && tail(linked) !== tail(typed);
}
