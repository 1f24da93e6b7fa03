import type { BinaryNode } from '@whiskeysockets/baileys';
import type { AppState } from '../app-state';
import { changeNotice } from '../app-state-notice';
import { bytesOf, childOf, childrenOf, stanza } from '../stanza';
import type { IqHandler, IqHandlers } from './handler';

const sync: IqHandler = ({ child, device }, { clock, faults }) => {
	const state = device.account.appState;
	const collections = childrenOf(child, 'collection').map((asked) => {
		const code = childOf(asked, 'patch') && faults.appStateFailure(device.account.number);
		const answer = code === undefined ? answerFor(asked, state) : refusal(asked, code);
		const changed = childOf(asked, 'patch') && answer.attrs.type !== 'error';
		if (changed) {
			const { name = '', version } = answer.attrs;
			const notice = changeNotice(name, Number(version), clock.seconds());
			device.account.broadcast(notice, device);
		}
		return answer;
	});
	return [stanza('sync', {}, collections)];
};

/** Reads what is new in a collection, or writes to it. */
function answerFor(asked: BinaryNode, state: AppState): BinaryNode {
	const { name = '', version } = asked.attrs;
	const patch = childOf(asked, 'patch');
	const known = Number(version ?? 0);
	if (patch) state.contend(name);
	const conflict = patch && !state.append(name, known, bytesOf(patch));
	// Whoever was too late gets what came before him, to write his own anew on top of it.
	const news = patch && !conflict ? [] : state.since(name, known);
	const patches = news.map((content) => stanza('patch', {}, content));
	const attrs = { ...versionOf(name, state), type: conflict ? 'error' : undefined };
	return stanza('collection', attrs, [
		...(conflict ? [stanza('error', { code: '409', text: 'conflict' })] : []),
		...(patches.length > 0 ? [stanza('patches', {}, patches)] : []),
	]);
}

function refusal({ attrs: { name, version } }: BinaryNode, code: number): BinaryNode {
	const error = stanza('error', { code: String(code) });
	return stanza('collection', { name, version, type: 'error' }, [error]);
}

function versionOf(name: string, state: AppState): Record<string, string> {
	return { name, version: String(state.version(name)) };
}

/** Settings shared between the devices of an account. */
export const appState: IqHandlers = { 'set w:sync:app:state sync': sync };
