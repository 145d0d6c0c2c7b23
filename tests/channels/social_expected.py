"""What the fixtures of the social channels become; see test_social_fixtures.py. Looked at one by one."""

EXPECTED = {
    "facebook/answer-of-the-send-api": [
        "unreadable: no webhook of Meta: `object` and `entry` are missing (found: message_id, recipient_id); perhaps"
        " the answer of an API call"
    ],
    "facebook/batch-with-broken-ones": [
        "message m_AbC1 by 7700112233445566 'Lampu jalan mati di Jl. Pandanaran'",
        (
            "ignored because: no webhook of Meta: `object` and `entry` are missing (found: id, message_id); perhaps the"
            " answer of an API call"
        ),
        (
            "ignored because: no webhook of Meta: `object` and `entry` are missing (found: NoneType); perhaps the"
            " answer of an API call"
        ),
        "ignored because: a delivery with nothing in it",
    ],
    "facebook/button-with-words": ["message m_pb by 7700112233445566 'Cara melapor'"],
    "facebook/comment": [
        "mention 55_66 by 8800220011 (Budi Santoso) 'Lampu di RT 3 mati, min' answers 102938475610293_55 "
        "https://www.facebook.com/102938475610293_55"
    ],
    "facebook/comment-edited": [
        "edited 55_66 by 8800220011 (Budi Santoso) 'Lampu di RT 4 mati, min' answers 102938475610293_55 "
        "https://www.facebook.com/102938475610293_55 note: an edited version: the first came before"
    ],
    "facebook/comment-of-the-page": ["ignored because: the page's own post or comment (its writer is the page)"],
    "facebook/comment-removed": [
        "deleted 55_66 by 8800220011 (Budi Santoso) answers 102938475610293_55"
        " https://www.facebook.com/102938475610293_55"
    ],
    "facebook/comment-with-photo": [
        "mention 55_67 by 8800220011 (Budi Santoso) 'Begini' [photo lampu.jpg?oh=1&oe=2] answers 102938475610293_55 "
        "https://www.facebook.com/102938475610293_55"
    ],
    "facebook/dashboard-test": ["ignored 'test_message' because: a test of the app dashboard (entry 0)"],
    "facebook/delivered": ["status m_kami delivered", "status m_kami2 delivered"],
    "facebook/echo-of-ours": ["ignored because: a message of our own (echo)"],
    "facebook/edited": ["edited m_AbC1 by 7700112233445566 'Lampu jalan mati di Jl. Pemuda'"],
    "facebook/every-file-type": [
        "message m_AbC1 by 7700112233445566 [photo image?x=1] [audio audio?x=1] [video video?x=1] [file file?x=1]"
    ],
    "facebook/get-started": ["message by 7700112233445566"],
    "facebook/hidden-by-the-page": ["ignored because: the page's own act: hide"],
    "facebook/leads": ["ignored because: a change of `leadgen`: nothing that people say to the page"],
    "facebook/like": ["ignored because: like (add): no words of a person"],
    "facebook/location": ["message m_AbC1 by 7700112233445566 at (-6.9903, 110.4229)"],
    "facebook/mention-without-words": [
        "mention 4411_99 by 4411 (Ani) https://www.facebook.com/4411_99 note: the words have to be read at the platform"
    ],
    "facebook/mention-without-writer": [
        "mention 99_1 by post:99_1 '@Kota tolong' answers 4411_99 https://www.facebook.com/4411_99"
    ],
    "facebook/numbers-for-ids": ["message mid.1 by 7700112233445566 'Pohon tumbang'"],
    "facebook/old-sender-fields": [
        "mention 102938475610293_78 by 8800220011 (Budi) 'Sampah menumpuk' https://www.facebook.com/102938475610293_78"
    ],
    "facebook/opt-in": ["ignored by 7700112233445566 because: an opt-in"],
    "facebook/payload-of-whatsapp": [
        "ignored because: a delivery of WhatsApp (object `whatsapp_business_account`), not of Facebook"
    ],
    "facebook/photo-with-text": ["message m_AbC1 by 7700112233445566 'Ini fotonya' [photo lampu.jpg?oh=1&oe=2]"],
    "facebook/quick-reply": ["message m_AbC1 by 7700112233445566 'KIRIM'"],
    "facebook/reaction": ["reaction reaction:m_kami:👍 by 7700112233445566 '👍' answers m_kami"],
    "facebook/read": ["ignored by 7700112233445566 because: read by the person"],
    "facebook/referral": ["ignored by 7700112233445566 because: a link that was followed"],
    "facebook/reply-to-our-message": ["message m_AbC1 by 7700112233445566 'Masih mati, pak' answers m_kami"],
    "facebook/review": ["mention 9090 by 8800220011 (Budi Santoso) 'Antrean dua jam' https://www.facebook.com/9090"],
    "facebook/shared-link": [
        "message m_AbC1 by 7700112233445566 'Lihat ini\\nBanjir di Kaligawe\\nhttps://berita.example/banjir'"
    ],
    "facebook/standby": [
        "message m_AbC1 by 7700112233445566 'Pak, jalan rusak' note: came while another app held the conversation",
        "ignored because: like (add): no words of a person",
    ],
    "facebook/sticker-like": ["unread m_AbC1 by 7700112233445566 because: a sticker"],
    "facebook/text": ["message m_AbC1 by 7700112233445566 'Lampu jalan mati di Jl. Pandanaran'"],
    "facebook/two-people-one-broken": [
        "ignored because: an unknown event: sender",
        "message m_AbC1 by 7700112233445566 'Lampu mati'",
        "ignored because: an event that is no object",
        "message m_2 by 7700 'Got mampet'",
    ],
    "facebook/unknown-event": [
        "ignored by 7700112233445566 because: an unknown event: hologram, recipient, sender, timestamp"
    ],
    "facebook/unsent": ["deleted m_AbC1 by 7700112233445566"],
    "facebook/visitor-post-with-photos": [
        "mention 102938475610293_77 by 8800220011 (Budi Santoso) 'Banjir di Kaligawe' [photo lampu.jpg?oh=1&oe=2] "
        "[photo air.jpg?oh=1&oe=2] https://www.facebook.com/102938475610293_77"
    ],
    "instagram/answer-of-the-graph-api": [
        "unreadable: no webhook of Meta: `object` and `entry` are missing (found: id, text, username); perhaps the"
        " answer of an API call"
    ],
    "instagram/comment": ["mention 17865799348089039 by 9911 (warga_smg) 'Jalan depan pasar rusak' answers 1789"],
    "instagram/comment-of-ours": ["ignored because: the account's own comment"],
    "instagram/echo-of-ours": ["ignored because: a message of our own (echo)"],
    "instagram/ice-breaker": ["message p1 by 5614879045272581 'Bagaimana cara melapor?'"],
    "instagram/live-comment-without-writer": ["mention 1786502 by post:1786502 'Suaranya kecil'"],
    "instagram/mention-in-a-caption": ["mention 1791 by post:1791 note: the words have to be read at the platform"],
    "instagram/mention-in-a-comment": [
        "mention 1786503 by post:1786503 answers 1790 note: the words have to be read at the platform"
    ],
    "instagram/message-as-change": ["message aWdfZAG1 by 5614879045272581 'Got mampet di Tlogosari'"],
    "instagram/photo": ["message aWdfZAG1 by 5614879045272581 [photo ?asset_id=1&signature=x]"],
    "instagram/reaction": ["reaction reaction:kami-1:❤ by 5614879045272581 '❤' answers kami-1"],
    "instagram/read": ["status kami-1 read"],
    "instagram/reply-to-a-comment": ["mention 1786500 by 9912 (tetangga) 'Betul' answers 17865799348089039 1789"],
    "instagram/shared-post": ["message aWdfZAG1 by 5614879045272581 'https://www.instagram.com/p/Abc/'"],
    "instagram/story-insights": [
        "ignored because: a change of `story_insights`: nothing that people say to the account"
    ],
    "instagram/story-mention": [
        "mention aWdfZAG1 by 5614879045272581 https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=2&signature=x"
    ],
    "instagram/story-reply": ["message aWdfZAG1 by 5614879045272581 'Kapan diperbaiki?'"],
    "instagram/text": ["message aWdfZAG1 by 5614879045272581 'Min, trotoar Simpang Lima rusak'"],
    "instagram/unsent": ["deleted aWdfZAG1 by 5614879045272581"],
    "instagram/unsupported": [
        "unread aWdfZAG1 by 5614879045272581 because: a kind of message that the platform does not show us"
    ],
    "telegram/album": [
        "message 5566:21 by 5566 (Siti Aminah) [photo f1]",
        "message 5566:22 by 5566 (Siti Aminah) [photo f2]",
    ],
    "telegram/animation": ["message 5566:12 by 5566 (Siti Aminah) [video a1]"],
    "telegram/answer-of-getupdates": [
        "message 5566:12 by 5566 (Siti Aminah) 'Satu'",
        "message 5566:12 by 5566 (Siti Aminah) 'Dua'",
    ],
    "telegram/answer-of-sendmessage": ["unreadable: no update of Telegram: `update_id` is missing (found: ok, result)"],
    "telegram/bot-blocked": ["ignored because: the bot was blocked or added"],
    "telegram/button": ["message tap:77 by 5566 (Siti Aminah) 'KIRIM' answers 5566:7"],
    "telegram/by-a-bot": ["ignored because: written by a bot"],
    "telegram/channel-post": ["ignored because: a post of a channel"],
    "telegram/command": ["message 5566:12 by 5566 (Siti Aminah) 'status 4821093762'"],
    "telegram/contact": ["unread 5566:12 by 5566 (Siti Aminah) 'Pak RT, +62812000' because: a contact card"],
    "telegram/document": ["message 5566:12 by 5566 (Siti Aminah) [surat.pdf d1]"],
    "telegram/edited": ["edited 5566:12 by 5566 (Siti Aminah) 'Lampu jalan mati di RT 4'"],
    "telegram/group-answer-to-the-bot": ["mention -100123:12 by 5566 (Siti Aminah) 'Masih mati' https://t.me/rw5/12"],
    "telegram/group-chatter": ["ignored because: written in a group, not to the bot"],
    "telegram/group-joined": ["ignored because: written in a group, not to the bot"],
    "telegram/group-naming-the-bot": [
        "mention -100123:12 by 5566 (Siti Aminah) '@lapor_kota_bot lampu RW 5 mati' https://t.me/rw5/12"
    ],
    "telegram/live-place-moves": ["ignored by 5566 because: a live place that moves, or a file that was exchanged"],
    "telegram/location": ["message 5566:12 by 5566 (Siti Aminah) at (-6.9903, 110.4229)"],
    "telegram/photo-with-caption": ["message 5566:12 by 5566 (Siti Aminah) 'Ini fotonya' [photo besar]"],
    "telegram/reply-to-ours": ["message 5566:12 by 5566 (Siti Aminah) 'Belum' answers 5566:7"],
    "telegram/start": ["message 5566:12 by 5566 (Siti Aminah)"],
    "telegram/sticker": ["unread 5566:12 by 5566 (Siti Aminah) because: a sticker"],
    "telegram/text": ["message 5566:12 by 5566 (Siti Aminah) 'Lampu jalan mati'"],
    "telegram/unknown-message": [
        "unread 5566:12 by 5566 (Siti Aminah) because: a kind of message that is not known: chat, date, from, hologram,"
        " message_id"
    ],
    "telegram/unknown-update": ["ignored because: an unknown kind of update: hologram, update_id"],
    "telegram/venue": ["message 5566:12 by 5566 (Siti Aminah) 'Pasar Johar\\nJl. Agus Salim' at (-6.9903, 110.4229)"],
    "telegram/video": ["message 5566:12 by 5566 (Siti Aminah) [video m1]"],
    "telegram/voice": ["message 5566:12 by 5566 (Siti Aminah) [audio v1]"],
    "whatsapp/answer-of-the-send-api": [
        "unreadable: no webhook of Meta: `object` and `entry` are missing (found: contacts, messages, "
        "messaging_product); perhaps the answer of an API call"
    ],
    "whatsapp/audio": ["message wamid.AUDIO1 by 6281234567890 (Siti Aminah) [audio 4937353526352]"],
    "whatsapp/button-reply": ["message wamid.INTERACTIVE1 by 6281234567890 (Siti Aminah) 'KIRIM'"],
    "whatsapp/contacts": [
        "unread wamid.CONTACTS1 by 6281234567890 (Siti Aminah) 'Pak RT, +62 812-0000' because: a contact card"
    ],
    "whatsapp/deleted": ["deleted wamid.TEXT1 by 6281234567890 (Siti Aminah)"],
    "whatsapp/document": ["message wamid.DOCUMENT1 by 6281234567890 (Siti Aminah) [surat.pdf 4937353526352]"],
    "whatsapp/edited": ["edited wamid.TEXT1 by 6281234567890 (Siti Aminah) 'Lampu mati di Tlogosari Wetan'"],
    "whatsapp/first-contact": ["message wamid.REQUEST_WELCOME1 by 6281234567890 (Siti Aminah)"],
    "whatsapp/group": [
        "mention wamid.TEXT1 by 6281234567890 (Siti Aminah) 'Ada yang tahu?' note: written in a group: an officer"
        " decides"
    ],
    "whatsapp/image": ["message wamid.IMAGE1 by 6281234567890 (Siti Aminah) 'Ini fotonya' [photo 4937353526352]"],
    "whatsapp/list-reply": ["message wamid.INTERACTIVE1 by 6281234567890 (Siti Aminah) 'Jalan rusak'"],
    "whatsapp/location": [
        "message wamid.LOCATION1 by 6281234567890 (Siti Aminah) 'Pasar Johar\\nJl. Agus Salim' at (-6.9903, 110.4229)"
    ],
    "whatsapp/number-changed": ["ignored by 6281234567890 because: a notice about the person's account"],
    "whatsapp/one-broken-among-three": [
        "message wamid.TEXT1 by 6281234567890 (Siti Aminah) 'Satu'",
        "ignored because: a message that is no object",
        "message wamid.TEXT2 by 6281234567890 (Siti Aminah) 'Dua'",
    ],
    "whatsapp/order": ["message wamid.ORDER1 by 6281234567890 (Siti Aminah) 'Dua karung'"],
    "whatsapp/own-from-the-phone": ["ignored because: a change of `smb_message_echoes`: no message of a person"],
    "whatsapp/person-without-number": ["message wamid.B1 by ID.13491208655302741918 (Ani) 'Sampah menumpuk'"],
    "whatsapp/reaction": ["reaction reaction:wamid.KAMI1:👍 by 6281234567890 (Siti Aminah) '👍' answers wamid.KAMI1"],
    "whatsapp/statuses": [
        "status wamid.KAMI1 by 6281234567890 sent",
        "status wamid.KAMI1 by 6281234567890 delivered",
        "status wamid.KAMI1 by 6281234567890 read",
        "status wamid.KAMI1 by 6281234567890 failed because: 131026 Message undeliverable",
    ],
    "whatsapp/sticker": ["unread wamid.STICKER1 by 6281234567890 (Siti Aminah) because: a sticker"],
    "whatsapp/template-approved": [
        "ignored because: a change of `message_template_status_update`: no message of a person"
    ],
    "whatsapp/template-button": [
        "message wamid.BUTTON1 by 6281234567890 (Siti Aminah) 'Sudah selesai' answers wamid.KAMI1"
    ],
    "whatsapp/text": ["message wamid.TEXT1 by 6281234567890 (Siti Aminah) 'Lampu jalan mati di Tlogosari'"],
    "whatsapp/text-answering-ours": [
        "message wamid.TEXT1 by 6281234567890 (Siti Aminah) 'Belum, masih mati' answers wamid.KAMI1"
    ],
    "whatsapp/unknown-type": [
        "unread wamid.HOLOGRAM1 by 6281234567890 (Siti Aminah) because: a kind of message that is not known: hologram"
    ],
    "whatsapp/unsupported": [
        "unread wamid.UNSUPPORTED1 by 6281234567890 (Siti Aminah) because: a kind of message that the platform does not"
        " show us"
    ],
    "whatsapp/video": ["message wamid.VIDEO1 by 6281234567890 (Siti Aminah) [video 4937353526352]"],
    "x/answer-of-the-api": ["unreadable: nothing that X delivers (found: errors)"],
    "x/deleted-by-its-writer": ["deleted 1900000000000000001 by 6253282 https://x.com/i/status/1900000000000000001"],
    "x/direct-message": ["message 954491830116155396 by 3001969357 (Siti) 'Lampu jalan mati'"],
    "x/direct-message-of-ours": ["ignored because: a message of our own (echo)"],
    "x/direct-message-with-photo": ["message 954491830116155396 by 3001969357 'Ini fotonya' [photo a.jpg]"],
    "x/direct-message-with-place": ["message 954491830116155396 by 3001969357 at (-6.9903, 110.4229)"],
    "x/follow": ["ignored because: somebody follows"],
    "x/like": ["ignored because: somebody likes a post"],
    "x/long-mention-with-photos": [
        "mention 1900000000000000001 by 6253282 (Budi) '@kota lampu jalan di depan sekolah mati sejak Senin' [photo "
        "a.jpg] [photo b.jpg] https://x.com/budi_smg/status/1900000000000000001"
    ],
    "x/mention": [
        "mention 1900000000000000001 by 6253282 (Budi) '@kota lampu mati'"
        " https://x.com/budi_smg/status/1900000000000000001"
    ],
    "x/polled-mentions": [
        (
            "mention 1900000000000000002 by 6253282 (Budi) '@kota got mampet' [photo c.jpg] answers 1899 "
            "https://x.com/budi_smg/status/1900000000000000002"
        ),
        "ignored because: somebody shared a post again",
    ],
    "x/post-of-ours": ["ignored because: a post of our own"],
    "x/reply-to-our-post": [
        "mention 1900000000000000001 by 6253282 (Budi) '@kota lampu mati' at (-6.9903, 110.4229) answers 1899 "
        "https://x.com/budi_smg/status/1900000000000000001"
    ],
    "x/retweet": ["ignored because: somebody shared a post again"],
    "x/typing": ["ignored because: typing"],
    "x/unknown-event": ["ignored because: an event that is not known: for_user_id, hologram_events"],
}
