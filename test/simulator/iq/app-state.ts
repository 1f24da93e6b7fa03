import { type BinaryNode, S_WHATSAPP_NET } from '@whiskeysockets/baileys';
import type { AppState } from '../app-state';
import { bytesOf, childOf, childrenOf, notification, stanza } from '../stanza';
import type { IqHandler, IqHandlers } from './handler';

const sync: IqHandler = ({ child, device }, { clock }) => {
	const state = device.account.appState;
	const collections = childrenOf(child, 'collection').map((asked) => {
		const answer = answerFor(asked, state);
		const changed = childOf(asked, 'patch') && answer.attrs.type !== 'error';
		if (changed) device.account.broadcast(changeNotice(answer, clock.seconds()), device);
		return answer;
	});
	return [stanza('sync', {}, collections)];
};

/** Reads what is new in a collection, or writes to it. */
function answerFor(asked: BinaryNode, state: AppState): BinaryNode {
	const { name = '', version } = asked.attrs;
	const patch = childOf(asked, 'patch');
	const known = Number(version ?? 0);
	if (patch && !state.append(name, known, bytesOf(patch))) {
		return stanza('collection', { ...versionOf(name, state), type: 'error' }, [
			stanza('error', { code: '409', text: 'conflict' }),
		]);
	}
	const news = patch ? [] : state.since(name, known);
	const patches = news.map((content) => stanza('patch', {}, content));
	return stanza(
		'collection',
		versionOf(name, state),
		patches.length > 0 ? [stanza('patches', {}, patches)] : undefined,
	);
}

function versionOf(name: string, state: AppState): Record<string, string> {
	return { name, version: String(state.version(name)) };
}

function changeNotice({ attrs: { name, version } }: BinaryNode, seconds: number): BinaryNode {
	const collection = stanza('collection', { name, version });
	return notification('server_sync', S_WHATSAPP_NET, seconds, [collection]);
}

/** Settings shared between the devices of an account. */
export const appState: IqHandlers = { 'set w:sync:app:state sync': sync };
