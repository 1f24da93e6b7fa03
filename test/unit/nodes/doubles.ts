import { Readable } from 'node:stream';

import type { IDataObject, IExecuteFunctions, INode, WorkflowExecuteMode } from 'n8n-workflow';

import type {
	AccountRef,
	CommandName,
	Commands,
	Gateway,
	Group,
	MessageRecord,
	SessionStatus,
	StoredMedia,
	StoreMedia,
} from '../../../engine/gateway/contract';

/** Stand-ins for the two neighbours of the nodes: n8n's context and the engine's door. */

export const node: INode = {
	id: 'node-1',
	name: 'WhatsApp Linked',
	type: 'n8n-nodes-whatsapp-linked.whatsAppLinked',
	typeVersion: 1,
	position: [0, 0],
	parameters: {},
	credentials: { whatsAppLinkedApi: { id: 'credential-1', name: 'My number' } },
};

export const credentialData = { phone: '', minPause: 1, maxPause: 3, keepContentHours: 24 };

export const status: SessionStatus = {
	state: 'LINKED',
	connected: true,
	phone: '5511900000001',
	name: 'Ana',
	onlineSince: '2026-01-01T00:00:00.000Z',
	lastMessageIn: null,
	lastMessageOut: null,
	queueLength: 0,
	queuePaused: null,
	restrictedUntil: null,
	newChats: null,
	limits: null,
	waiting: [],
	lastError: null,
	summary: '+5511900000001 has been connected for 24 min.',
};

export const record: MessageRecord = {
	messageId: '3EB0AAAAAAAAAAAAAAAAAA',
	status: 'QUEUED',
	chat: '5511900000002@s.whatsapp.net',
	queuedAt: '2026-01-01T00:00:00.000Z',
	sendAt: null,
	sentAt: null,
	receivedAt: null,
	readAt: null,
	playedAt: null,
	error: null,
};

type Answers = {
	[C in CommandName]?: (
		input: Commands[C]['input'],
	) => Commands[C]['output'] | Promise<Commands[C]['output']>;
};

/** One of which nothing is known but its name. */
export const group: Group = {
	id: '120363000000000001@g.us',
	subject: 'Team',
	description: null,
	owner: null,
	createdAt: null,
	size: 0,
	participants: [],
	settings: {
		announce: false,
		restrict: false,
		adminsAdd: false,
		adminsInvite: false,
		joinApproval: false,
		ephemeralSeconds: 0,
	},
	isCommunity: false,
	isCommunityAnnounce: false,
	communityId: null,
};

export const storedMedia: StoredMedia = {
	mediaId: 'media-1',
	kind: 'image',
	mimetype: 'image/png',
	fileName: null,
	size: 4,
	seconds: null,
	width: 1,
	height: 1,
	pages: null,
	note: null,
};

/** When the execution began. */
export const STARTED_AT = 1_800_000_000_000;

/** A gateway that answers as told and remembers what it was asked, in order, and which files it was given. */
export function gatewayDouble(answers: Answers, media: Partial<StoredMedia> = {}) {
	const requests: Array<{ account: AccountRef; command: CommandName; input: unknown }> = [];
	const files: Array<StoreMedia & { content: string }> = [];
	const gateway: Gateway = {
		async request<C extends CommandName>(
			account: AccountRef,
			command: C,
			input: Commands[C]['input'],
		) {
			requests.push({ account, command, input });
			const answer = answers[command];
			if (!answer) throw new Error(`The test gives no answer to ${command}`);
			return await answer(input);
		},
		async storeMedia(_account, details, content) {
			files.push({ ...details, content: Buffer.concat(await content.toArray()).toString() });
			return { ...storedMedia, ...media };
		},
		async openMedia(_account, wanted) {
			const name = 'messageId' in wanted ? wanted.messageId : wanted.pictureUrl;
			return {
				info: { kind: 'image', mimetype: 'image/png', fileName: `image-${name}.png`, size: 4 },
				content: Readable.from([Buffer.from(`file of ${name}`)]),
			};
		},
		resume: async () => {},
		compareCredentials: async () => {},
		subscribe: async () => ({ close: async () => {} }),
		close: async () => {},
	};
	return { gateway, requests, files };
}

/** What n8n gives to a node's execute: one entry of `items` holds the parameters of one item. */
export function executeFunctions(
	items: IDataObject[],
	{
		onError,
		mode = 'trigger',
		type = node.type,
	}: Pick<INode, 'onError'> & { mode?: WorkflowExecuteMode; type?: string } = {},
) {
	const hints: string[] = [];
	const functions = {
		getNode: () => ({ ...node, type, onError }),
		logger: { debug: () => undefined },
		getMode: () => mode,
		isToolExecution: () => false,
		getCredentials: async () => credentialData,
		getInputData: () => items.map(() => ({ json: {} })),
		getExecutionId: () => 'execution-1',
		getExecutionContext: () => ({ establishedAt: STARTED_AT }),
		getTimezone: () => 'America/Sao_Paulo',
		getWorkflowDataProxy: () => ({ $runIndex: 2 }),
		continueOnFail: () => onError?.startsWith('continue') ?? false,
		addExecutionHints: (...added: Array<{ message: string }>) =>
			hints.push(...added.map(({ message }) => message)),
		getNodeParameter: (path: string, itemIndex: number, fallback?: unknown) => {
			const value = path
				.split('.')
				.reduce<unknown>((from, key) => (from as IDataObject | undefined)?.[key], items[itemIndex]);
			const extracted = (value as { __rl?: boolean; value?: unknown } | undefined)?.__rl
				? (value as { value: unknown }).value
				: value;
			if (extracted === undefined && fallback === undefined) {
				throw new Error(`Could not get parameter "${path}"`);
			}
			return extracted ?? fallback;
		},
		helpers: {
			/** Every page of this web is a shop. */
			httpRequest: async () => ({
				body: Readable.from([Buffer.from('<title>Shop</title>')]),
				headers: { 'content-type': 'text/html' },
			}),
			prepareBinaryData: async (data: Buffer | Readable, fileName: string, mimeType: string) => ({
				data: (Buffer.isBuffer(data) ? data : Buffer.concat(await data.toArray())).toString(
					'base64',
				),
				fileName,
				mimeType,
			}),
		},
	};
	return { functions: functions as unknown as IExecuteFunctions, hints };
}
