import type { Account } from '../../account/account';
import type { DescribedCall } from '../../calls/known-calls';
import { EngineError, type Commands, type RejectedCall } from '../../gateway/contract';
import { callOf, online } from '../online';

/** Has a call stop ringing, here and on the phone. One that was rejected stays so. */
export async function reject(
	account: Account,
	{ callId: given }: Commands['call.reject']['input'],
): Promise<RejectedCall> {
	const callId = given.trim();
	const known = account.calls.find(callId);
	if (!known) throw unknown(callId);
	if (known.state !== 'rejected') {
		requireRinging(known);
		const ask = () => online(account, callOf('call.reject'), ({ calls }) => calls.reject(known));
		await account.calls.reject(known, ask);
	}
	const { chat, from, isVideo } = known;
	return { callId, chat, from, isVideo };
}

function requireRinging({ callId, state, wasOffline }: DescribedCall): void {
	const why = {
		answered: 'It was answered on the phone.',
		ended: 'It was answered on the phone, and is over.',
		missed: 'Whoever called has hung up.',
		rejected: undefined,
	};
	const reason = state
		? why[state]
		: wasOffline
			? 'It rang while the number was offline here.'
			: undefined;
	if (!reason) return;
	throw new EngineError(
		'NOT_ALLOWED',
		`Call ${callId} does not ring any more. ${reason}`,
		'Reject a call right after Call Received, in a workflow without waiting before it. To reject calls by itself, see the options of the credential.',
	);
}

function unknown(callId: string): EngineError {
	return new EngineError(
		'UNKNOWN_CALL',
		callId ? `No call with the ID ${callId.slice(0, 60)} is known.` : 'The call ID is empty.',
		'Use callId of the event Call Received of WhatsApp Linked Trigger, from the same credential.',
	);
}
