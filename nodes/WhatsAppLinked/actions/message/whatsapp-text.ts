import type { Token, Tokens } from 'marked';

/**
 * Text as language models write it, with WhatsApp's own marks: `*bold*`, `_italic_`, `~strikethrough~`, code, lists and quotes
 * (https://faq.whatsapp.com/539178204879377). Headings become bold lines, links are written out, rows of tables become lines. What
 * is written for WhatsApp already stays as it is.
 */
export async function whatsAppText(markdown: string): Promise<string> {
	// Loaded by those who use it.
	const { lexer } = await import('marked');
	return blocks(lexer(markdown)).trim();
}

/** A blank line between them stays one. */
function blocks(tokens: readonly Token[]): string {
	let text = '';
	let between = '';
	for (const token of tokens) {
		const words = block(token);
		if (words) {
			text += (text && (between.includes('\n\n') ? '\n\n' : '\n')) + words;
			between = '';
		}
		between += /\n*$/.exec(token.raw)?.[0] ?? '';
	}
	return text;
}

function block(token: Token): string {
	switch (token.type) {
		case 'heading':
			return `*${inline(token.tokens, 'bold')}*`;
		case 'code':
			return codeBlock(token as Tokens.Code);
		case 'blockquote':
			return blocks(token.tokens ?? []).replace(/^/gm, '> ');
		case 'list':
			return list(token as Tokens.List);
		case 'table':
			return table(token as Tokens.Table);
		case 'hr':
			return '———';
		case 'space':
		case 'def':
			return '';
		default:
			return inline([token]);
	}
}

/** Text that is only indented is no code in a chat. */
function codeBlock({ codeBlockStyle, raw, text }: Tokens.Code): string {
	return codeBlockStyle === 'indented' ? raw.trimEnd() : `\`\`\`\n${text}\n\`\`\``;
}

function list({ ordered, start, items }: Tokens.List): string {
	return items
		.map((item, index) => {
			const marker = ordered ? `${Number(start) + index}. ` : '- ';
			const box = item.task ? (item.checked ? '☑ ' : '☐ ') : '';
			return (
				marker +
				box +
				blocks(item.tokens)
					.trim()
					.replace(/\n+/g, `\n${' '.repeat(marker.length)}`)
			);
		})
		.join('\n');
}

/** A phone is too narrow for columns: each row is a line that says what its cells are. */
function table({ header, rows }: Tokens.Table): string {
	const [, ...names] = header.map(({ tokens }) => inline(tokens, 'bold'));
	return rows
		.map(([first, ...cells]) => {
			const values = cells.map(({ tokens }) => inline(tokens));
			const told = values.map((value, column) =>
				values.length === 1 ? value : `${names[column] ?? ''}: ${value}`,
			);
			return `*${inline(first?.tokens, 'bold')}*: ${told.join(', ')}`;
		})
		.join('\n');
}

function inline(tokens: readonly Token[] = [], around?: 'bold'): string {
	return tokens.map((token) => mark(token, around)).join('');
}

function mark(token: Token, around?: 'bold'): string {
	const inner = () => ('tokens' in token ? inline(token.tokens, around) : textOf(token));
	switch (token.type) {
		case 'strong':
			return around === 'bold' ? inner() : `*${inline(token.tokens, 'bold')}*`;
		case 'em':
			return emphasis(token as Tokens.Em, inner(), around);
		case 'del':
			return `~${inner()}~`;
		case 'codespan':
			return `\`${textOf(token)}\``;
		case 'link':
			return link(token as Tokens.Link, inner());
		case 'image':
			return written(textOf(token), String(token['href']));
		case 'br':
			return '\n';
		case 'html':
			return token.raw.trim().replace(/<br\s*\/?>/gi, '\n');
		case 'checkbox':
			return '';
		default:
			return inner();
	}
}

const textOf = (token: Token) => ('text' in token ? String(token.text) : '');

/** One asterisk is italic in Markdown and bold in WhatsApp: whichever was meant, it is a mark that WhatsApp knows. */
function emphasis({ raw, tokens }: Tokens.Em, inner: string, around?: 'bold'): string {
	const isItalic = raw.startsWith('_') || around === 'bold' || tokens.some(isStrong);
	return isItalic ? `_${inner}_` : `*${inner}*`;
}

const isStrong = ({ type }: Token) => type === 'strong';

function link({ raw, href }: Tokens.Link, words: string): string {
	// An address that stands by itself, with or without angle brackets, is one for WhatsApp, too.
	return raw.startsWith('[') ? written(words, href) : words;
}

const written = (words: string, href: string) =>
	words && words !== href ? `${words} (${href})` : href;
