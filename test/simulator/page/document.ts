import { SCRIPT } from './script';
import { STYLE } from './style';

/** The page. */
export const DOCUMENT = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Simulated phones</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
<header>
	<h1>Simulated phones</h1>
	<p>A WhatsApp server in a box, on this machine only. Nothing here reaches WhatsApp.</p>
</header>
<main>
	<div class="side">
	<section class="card" aria-labelledby="phone-title">
		<h2 id="phone-title">Your phone</h2>
		<p class="number" id="owner-number"></p>

		<h3>Linked devices</h3>
		<ul id="devices"></ul>
		<button type="button" class="quiet" id="unlink" hidden>Log out</button>

		<div id="linking">
			<h3>Link a device</h3>
			<p class="hint" id="code-hint"></p>
			<form id="code-form">
				<label for="code">Code shown in n8n</label>
				<div class="row">
					<input id="code" autocomplete="off" spellcheck="false" placeholder="ABCD-1234" maxlength="9" required>
					<button>Link</button>
				</div>
			</form>
			<div class="drop" id="drop" tabindex="0" role="button" aria-label="Choose a picture of a QR code">
				<strong>or scan a QR code</strong>
				<span>drop or paste its picture here, or click to choose (PNG)</span>
			</div>
			<input type="file" id="picture" accept="image/png" hidden>
		</div>
		<p class="error" id="phone-error" role="alert"></p>
	</section>

	<section class="card" aria-labelledby="people-title">
		<h2 id="people-title">People and groups</h2>
		<h3>Contacts: whom you play</h3>
		<div id="contacts" class="choices"></div>
		<form id="contact-form" class="row">
			<input id="contact-name" autocomplete="off" placeholder="Name" aria-label="Name of a new contact" required>
			<input id="contact-phone" autocomplete="off" placeholder="Number" aria-label="Number of a new contact" required>
			<button class="quiet">Add</button>
		</form>
		<h3>Groups of your phone</h3>
		<div id="groups" class="choices"></div>
		<form id="group-form" class="row">
			<input id="subject" autocomplete="off" placeholder="Name" aria-label="Name of a new group" required>
			<button class="quiet">New group</button>
		</form>
		<p class="error" id="people-error" role="alert"></p>
	</section>
	</div>

	<section class="card chat" aria-labelledby="contact-title">
		<div class="chat-head">
			<span class="avatar" id="avatar" aria-hidden="true"></span>
			<div>
				<h2 id="contact-title"></h2>
				<p class="number" id="contact-number"></p>
			</div>
			<button type="button" class="quiet" id="read">Mark read</button>
		</div>
		<div id="membership" hidden>
			<p class="hint" id="members"></p>
			<div class="row" id="changes"></div>
			<form id="rename-form" class="row">
				<input id="new-subject" autocomplete="off" placeholder="New name" aria-label="New name of the group" required>
				<button class="quiet">Rename</button>
			</form>
		</div>
		<ol id="chat" aria-live="polite" aria-label="Messages"></ol>
		<form id="text-form">
			<div class="row">
				<input id="text" autocomplete="off" placeholder="Answer" aria-label="Answer" required>
				<button>Send</button>
			</div>
		</form>
		<p class="error" id="chat-error" role="alert"></p>
	</section>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
