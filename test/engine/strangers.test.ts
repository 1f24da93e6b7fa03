import { randomBytes } from 'node:crypto';
import { EventEmitter, on } from 'node:events';
import type { Readable } from 'node:stream';
import type { IDataObject, INodeExecutionData, IRun, ITriggerFunctions } from 'n8n-workflow';
import { gateway } from '../../nodes/shared/gateway';
import { startTrigger } from '../../nodes/WhatsAppLinkedTrigger/trigger';
import type { VirtualContact } from '../simulator';
import { png } from '../support/files';
import { linkAnother, OWNER, useBench, type Bench } from './support';

jest.mock('../../nodes/shared/gateway', () => ({ gateway: jest.fn() }));

const SECOND = '5511900000091';
const STRANGER = '5511900000666';
const DEAD_FILES = 1_000;
const CHATS = 20;
const PATIENCE_MS = 600_000;

/** A published trigger that downloads files; every execution ends at once. */
async function publish({ account, host }: Bench): Promise<Published> {
	jest.mocked(gateway).mockReturnValue(host);
	const items: INodeExecutionData[] = [];
	const emitted = new EventEmitter();
	const parameters: IDataObject = {
		events: ['message.incoming'],
		options: { downloadMedia: true },
	};
	const node = { id: 'trigger', name: 'Trigger', credentials: { whatsAppLinkedApi: account } };
	const { phone, minGapMs, maxGapMs } = account.settings;
	const functions = {
		getNode: () => node,
		getWorkflow: () => ({ id: account.id, name: 'Test', active: true }),
		getCredentials: async () => ({ phone, minPause: minGapMs / 1000, maxPause: maxGapMs / 1000 }),
		getMode: () => 'trigger',
		getActivationMode: () => 'activate',
		getNodeParameter: (path: string, fallback: unknown) => {
			const [name = '', key] = path.split('.');
			const value = key ? (parameters[name] as IDataObject | undefined)?.[key] : parameters[name];
			return value ?? fallback;
		},
		logger: { warn: () => undefined },
		helpers: {
			createDeferredPromise: () => {
				let resolve: (run: IRun) => void = () => undefined;
				const promise = new Promise<IRun>((done) => (resolve = done));
				return { promise, resolve };
			},
			prepareBinaryData: async (content: Readable, fileName: string, mimeType: string) => ({
				data: Buffer.concat(await content.toArray()).toString('base64'),
				...{ fileName, mimeType },
			}),
		},
		emit: (
			[data = []]: INodeExecutionData[][],
			_: undefined,
			done?: { resolve(run: IRun): void },
		) => {
			items.push(...data);
			done?.resolve({} as IRun);
			emitted.emit('items');
		},
	} as unknown as ITriggerFunctions;
	const { closeFunction } = await startTrigger(functions);
	return {
		items,
		async until(isEnough) {
			const more = on(emitted, 'items');
			while (!isEnough(items)) await more.next();
			await more.return?.();
		},
		close: async () => await closeFunction?.(),
	};
}

interface Published {
	items: readonly INodeExecutionData[];
	until(isEnough: (items: readonly INodeExecutionData[]) => boolean): Promise<void>;
	close(): Promise<void>;
}

const idsOf = (items: readonly INodeExecutionData[]) => items.map(({ json }) => json['messageId']);

const bench = useBench();

test(
	'While a stranger sends 1,000 files that do not come, two numbers and 20 chats go on',
	async () => {
		const second = await linkAnother(bench, SECOND);
		const first = await publish(bench);
		const other = await publish(second);
		const dead = bench.simulator.faults.silenceMedia('/dead/');

		const stranger = await bench.simulator.contact(STRANGER);
		const fromStranger: string[] = [];
		for (let each = 0; each < DEAD_FILES; each++) {
			const imageMessage = {
				url: `https://127.0.0.1:9/dead/${each}`,
				directPath: `/dead/${each}`,
				mediaKey: randomBytes(32),
				mimetype: 'image/png',
			};
			fromStranger.push(await stranger.sendMessage(OWNER, { imageMessage }));
		}

		const file = png({ bytes: 3_000 });
		const write = async (contact: VirtualContact, to: string) => [
			await contact.sendText(to, 'Before the picture'),
			await contact.sendMedia(to, 'image', file, { mimetype: 'image/png' }),
			await contact.sendText(to, 'After the picture'),
		];
		const written: string[][] = [];
		for (let chat = 0; chat < CHATS; chat++) {
			const contact = await bench.simulator.contact(`55119000010${chat + 10}`);
			written.push(await write(contact, OWNER));
			if (chat === 0) written.push(await write(contact, SECOND));
		}

		const all = written.flat();
		const have = (items: readonly INodeExecutionData[]) => new Set(idsOf(items));
		await other.until((items) => items.length === 3);
		await first.until((items) => all.filter((id) => have(items).has(id)).length === all.length - 3);
		for (const ids of written) {
			const items = [...first.items, ...other.items].filter(({ json }) =>
				ids.includes(String(json['messageId'])),
			);
			expect(idsOf(items)).toEqual(ids);
			expect(items[1]?.binary?.['data']?.data).toBe(file.toString('base64'));
		}

		// None of the stranger's is lost, and each says why its file is not there.
		dead.release();
		await first.until((items) => fromStranger.every((id) => have(items).has(id)));
		const theirs = first.items.filter(({ json }) =>
			fromStranger.includes(String(json['messageId'])),
		);
		expect(idsOf(theirs)).toEqual(fromStranger);
		for (const { json } of theirs) {
			expect(json['media']).toMatchObject({ downloadError: expect.stringMatching(/.+/) });
		}
		await Promise.all([first.close(), other.close()]);
	},
	PATIENCE_MS,
);
