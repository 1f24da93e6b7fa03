import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the model wants its tool to be called with. */
export type ToolArguments = Record<string, unknown>;

/** A chat model on loopback that speaks OpenAI's API (chat/completions), as far as an agent of n8n asks. */
export interface ChatModel {
	/** Base URL, for the credential. */
	url: string;
	/** What it is told of the tools that it may call, by the last request. */
	readonly tools: ToolOffer[];
	/** What the tools have answered, in order. */
	readonly answers: string[];
	close(): Promise<void>;
}

export interface ToolOffer {
	name: string;
	description: string;
}

export interface ChatMessage {
	role: string;
	content: string | ContentPart[];
}

type ContentPart =
	| { type: 'text'; text: string }
	| { type: 'image_url'; image_url: { url: string } };

/** The words of a message. */
export function textOf({ content }: ChatMessage): string {
	if (typeof content === 'string') return content;
	return content.flatMap((part) => (part.type === 'text' ? part.text : [])).join('\n');
}

/** The pictures of a message, as `data:` URLs. */
export function picturesOf({ content }: ChatMessage): string[] {
	if (typeof content === 'string') return [];
	return content.flatMap((part) => (part.type === 'image_url' ? part.image_url.url : []));
}

interface Request {
	messages: ChatMessage[];
	tools?: { function: ToolOffer }[];
}

/**
 * It calls its first tool once for each of the arguments, all in one reply, and ends the talk when the answers are there.
 *
 * @param say what it says in the end, to what it was told
 */
export async function startChatModel(
	calls: readonly ToolArguments[],
	say: (messages: readonly ChatMessage[]) => string | Promise<string> = () => 'Done.',
): Promise<ChatModel> {
	const answers: string[] = [];
	let tools: ToolOffer[] = [];
	const server = createServer((request, response) => {
		void readJson(request).then(async (asked) => {
			tools = (asked.tools ?? []).map((tool) => tool.function);
			const told = asked.messages.filter(({ role }) => role === 'tool');
			answers.push(...told.map(textOf));
			const isDone = calls.length === 0 || told.length > 0;
			const message = isDone
				? { content: await say(asked.messages) }
				: { content: '', tool_calls: toolCalls(asked) };
			const choice = {
				index: 0,
				message: { role: 'assistant', ...message },
				finish_reason: isDone ? 'stop' : 'tool_calls',
			};
			response.setHeader('content-type', 'application/json').end(
				JSON.stringify({
					id: 'chat-1',
					object: 'chat.completion',
					created: 0,
					model: 'simulated',
					choices: [choice],
					usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
				}),
			);
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');

	function toolCalls({ tools = [] }: Request) {
		const name = tools[0]?.function.name;
		return calls.map((args, index) => ({
			id: `call-${index}`,
			type: 'function',
			function: { name, arguments: JSON.stringify(args) },
		}));
	}

	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
		answers,
		get tools() {
			return tools;
		},
		async close() {
			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
}

async function readJson(request: IncomingMessage): Promise<Request> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(chunk as Buffer);
	return JSON.parse(Buffer.concat(chunks).toString()) as Request;
}
