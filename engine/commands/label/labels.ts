import type { Account } from '../../account/account';
import { isSameLabel, toLabel } from '../../chats/labels';
import {
	EngineError,
	LABEL_COLORS,
	type CommandName,
	type Commands,
	type Label,
} from '../../gateway/contract';
import type { LabelChange } from '../../whatsapp/index';
import { callOf, online } from '../online';
import { requireLength } from '../require-length';
import { findLabel, requireLabels } from './find-label';

/** WhatsApp Business takes no more. */
const MAX_LABELS = 20;
const MAX_NAME = 100;
const GAP_MS = 500;

export function getMany(account: Account, { limit }: Commands['label.getMany']['input']): Label[] {
	requireLabels(account);
	return account.labels.list().slice(0, limit).map(toLabel);
}

export async function create(
	account: Account,
	{ name: given, color }: Commands['label.create']['input'],
): Promise<Label> {
	requireLabels(account);
	const name = checkName(given);
	checkColor(color);
	const { labels } = account;
	return await write(account, 'label.create', () => {
		requireFree(account, name);
		if (labels.list().length >= MAX_LABELS) throw TOO_MANY;
		const id = labels.nextId();
		return { id, name, color: color ?? freeColor(account), before: undefined, deleted: false };
	});
}

export async function update(
	account: Account,
	{ label: given, name, color }: Commands['label.update']['input'],
): Promise<Label> {
	const { id } = findLabel(account, given);
	if (name === undefined && color === undefined) throw NOTHING_TO_CHANGE;
	const wanted = name === undefined ? undefined : checkName(name);
	checkColor(color);
	return await write(account, 'label.update', () => {
		// Another device may have changed it meanwhile.
		const before = findLabel(account, id);
		const change = { name: wanted ?? before.name, color: color ?? before.color };
		requireFree(account, change.name, id);
		return { id, ...change, before, deleted: false };
	});
}

export async function remove(
	account: Account,
	{ label: given }: Commands['label.delete']['input'],
): Promise<Label> {
	const { id } = findLabel(account, given);
	return await write(account, 'label.delete', () => {
		const before = findLabel(account, id);
		return { id, name: before.name, color: before.color, before, deleted: true };
	});
}

async function write(
	account: Account,
	command: CommandName,
	choose: () => LabelChange,
): Promise<Label> {
	const { change, label } = await online(account, callOf(command, { gapMs: GAP_MS }), (socket) =>
		socket.labels.write(choose),
	);
	account.labels.did({ id: change.id, label });
	return toLabel(change);
}

function checkName(given: string): string {
	const name = given.trim();
	requireLength('The name of a label', name, 1, MAX_NAME);
	return name;
}

/** Error: INVALID_SETTING. */
function checkColor(color: number | undefined): void {
	if (color === undefined || LABEL_COLORS[color] !== undefined) return;
	throw new EngineError(
		'INVALID_SETTING',
		`${color} is no color of labels.`,
		`Use a number from 0 to ${LABEL_COLORS.length - 1}, or choose the color from the list.`,
	);
}

/** Error: INVALID_SETTING where another label is called so. */
function requireFree({ labels }: Account, name: string, own?: string): void {
	const other = labels.list().find((label) => label.id !== own && isSameLabel(label.name, name));
	if (!other) return;
	throw new EngineError(
		'INVALID_SETTING',
		`There is a label "${other.name}" already: its ID is ${other.id}.`,
		'Use that one, or another name.',
	);
}

/** The first that no label has. */
function freeColor({ labels }: Account): number {
	const taken = new Set(labels.list().map(({ color }) => color));
	return Math.max(
		0,
		LABEL_COLORS.findIndex((_, color) => !taken.has(color)),
	);
}

const TOO_MANY = new EngineError(
	'INVALID_SETTING',
	`The number has ${MAX_LABELS} labels already, and WhatsApp Business takes no more.`,
	'Delete one that is not needed (Label > Delete), or change one (Label > Update).',
);

const NOTHING_TO_CHANGE = new EngineError(
	'INVALID_SETTING',
	'Neither a name nor a color for the label is given.',
	'Add at least one under Options.',
);
