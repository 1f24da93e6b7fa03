import type { Item } from '../../../scripts/n8n/rest.mjs';
import { messageNode, recipient } from '../../../scripts/n8n/workflows.mjs';
import type { ReceivedMessage } from '../../simulator';
import { png } from '../../support/files';
import { outputOf, useFeatures, useStage } from '../harness';

/** Send and Wait for Response, executed in the editor: the execution waits until somebody answers in the chat. */
useFeatures('conversations');

const stage = useStage();
const OWNER = stage.number(1);
const CONTACT = stage.number(2);

/** Asks the contact, who answers what has come. */
async function asked(
	parameters: object,
	isQuestion: (message: ReceivedMessage) => boolean,
	answer: (question: ReceivedMessage) => Promise<unknown>,
): Promise<Item> {
	const node = messageNode(stage.credential, 'sendAndWait', {
		...{ to: recipient(CONTACT), message: 'Shall we?', ...parameters },
	});
	const output = outputOf(stage, node);
	// It fails below, where its question does not come.
	output.catch(() => undefined);
	const question = await stage.contact.waitForMessage(isQuestion);
	await answer(question);
	const items = await output;
	expect(items).toHaveLength(1);
	return items[0] as Item;
}

const isText = (words: string) => (message: ReceivedMessage) => message.text === words;
const isPoll =
	(question: string) =>
	({ message }: ReceivedMessage) =>
		message.pollCreationMessageV3?.name === question;

test('Ask for approval', async () => {
	const { json } = await asked(
		{ message: 'May we deliver?', options: { approveWords: 'sim' } },
		isPoll('May we deliver?'),
		async () => await stage.contact.sendText(OWNER, 'Sim!'),
	);
	expect(json).toMatchObject({ answered: true, approved: true, text: 'Approve' });

	const declined = await asked(
		{ message: 'And tonight?', approvalAs: 'buttons' },
		isText('And tonight?'),
		async ({ id }) => await stage.contact.pressButton(id, 'decline'),
	);
	expect(declined.json).toMatchObject({ answered: true, approved: false, text: 'Decline' });
});

test('Ask for a choice', async () => {
	const choices = {
		entry: [
			{ text: 'Tea', id: 't' },
			{ text: 'Water', id: 'w' },
		],
	};
	const { json } = await asked(
		{
			responseType: 'choice',
			message: 'What to drink?',
			choices,
			choiceAs: 'list',
			listButton: 'See',
		},
		({ message }) => message.listMessage?.description === 'What to drink?',
		async ({ id }) => await stage.contact.chooseRow(id, 'w'),
	);
	expect(json).toMatchObject({ answered: true, choice: 'w', text: 'Water' });
});

test('Ask the questions of a form', async () => {
	const questions = {
		entry: [
			{ question: 'Your email address?', name: 'email', type: 'email' },
			{ question: 'A photo?', name: 'photo', type: 'file' },
		],
	};
	const picture = png();
	const { json, binary } = await asked(
		{ responseType: 'form', message: 'Who are you?', questions },
		isText('Who are you?\n\nYour email address?'),
		async () => {
			await stage.contact.sendText(OWNER, 'ana@example.com');
			await stage.contact.waitForMessage(isText('A photo?'));
			await stage.contact.sendMedia(OWNER, 'image', picture, { mimetype: 'image/png' });
		},
	);
	expect(json).toMatchObject({
		answered: true,
		answers: { email: 'ana@example.com', photo: null },
	});
	expect(await stage.rest.binary(binary?.['data'])).toEqual(picture);
});

test('Ask for anything', async () => {
	const { json } = await asked(
		{ responseType: 'freeText', message: 'Anything else?' },
		isText('Anything else?'),
		async () => await stage.contact.sendText(OWNER, 'No, thank you'),
	);
	expect(json).toMatchObject({
		...{ answered: true, text: 'No, thank you', message: { event: 'message.incoming' } },
	});
});
