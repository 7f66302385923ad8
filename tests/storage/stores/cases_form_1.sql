CREATE TABLE s0.about (
    name text NOT NULL,
    value text NOT NULL
);
CREATE TABLE s0.cases (
    case_id text NOT NULL COLLATE pg_catalog."C",
    knowledge integer NOT NULL,
    last text NOT NULL,
    owing integer NOT NULL,
    broken integer NOT NULL,
    aside integer NOT NULL,
    content text NOT NULL
);
CREATE TABLE s0.events (
    number bigint NOT NULL,
    id text NOT NULL,
    case_id text NOT NULL,
    corrects text,
    knowledge integer NOT NULL,
    content text NOT NULL
);
ALTER TABLE s0.events ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME s0.events_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE s0.knowledge (
    number bigint NOT NULL,
    mark text NOT NULL,
    content text NOT NULL
);
ALTER TABLE s0.knowledge ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME s0.knowledge_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE s0.moves (
    number bigint NOT NULL,
    case_id text NOT NULL,
    knowledge integer NOT NULL,
    content text NOT NULL
);
ALTER TABLE s0.moves ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME s0.moves_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE s0.rejects (
    number bigint NOT NULL,
    mark text NOT NULL,
    code text NOT NULL,
    content text NOT NULL
);
ALTER TABLE s0.rejects ALTER COLUMN number ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME s0.rejects_number_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
INSERT INTO s0.about VALUES ('form', '1');
INSERT INTO s0.about VALUES ('place', 'jining');
INSERT INTO s0.cases VALUES ('案一', 1, '2026-03-12', 1, 1, 1, '{"procedure":"unopened_request","officer":"王敏","last":"2026-03-12","began":true,"steps":[["form_review","late","2026-03-02","2026-03-12","2026-03-09","2026-03-09",false,"1",true],["assessment","pending","2026-03-12",null,"2026-03-26","2026-03-26",false,"3",true],["opening","blocked",null,null,null,null,false,"",true]],"breaches":[["late","jining-18-2-form-review","form_review",["2026-03-02","2026-03-09","2026-03-12"],["1","3"],[]]],"aside":["7"],"facts":{"form_review_passed":true},"engine":"durable-rules","revised":0}');
INSERT INTO s0.cases VALUES ('案二', 1, '2026-03-04', 0, 1, 0, '{"procedure":"attribute_change","officer":"","last":"2026-03-04","began":true,"steps":[["consent","met","2026-03-02","2026-03-04",null,null,false,"4",true]],"breaches":[["prohibited","jining-9-1","attribute_change",["2026-03-03","2026-03-04"],["5","6"],["consent","level","area","before"]]],"aside":[],"facts":{},"engine":"durable-rules","revised":0}');
INSERT INTO s0.events OVERRIDING SYSTEM VALUE VALUES (1, '1', '案一', NULL, 1, '{"id":"1","case":"案一","procedure":"unopened_request","kind":"received","date":"2026-03-02","actor":"王敏"}');
INSERT INTO s0.events OVERRIDING SYSTEM VALUE VALUES (2, '2', '案一', NULL, 1, '{"id":"2","case":"案一","procedure":"unopened_request","kind":"form_review","date":"2026-03-11","form_review_passed":true}');
INSERT INTO s0.events OVERRIDING SYSTEM VALUE VALUES (3, '3', '案一', '2', 1, '{"id":"3","case":"案一","procedure":"unopened_request","kind":"form_review","date":"2026-03-12","corrects":"2","form_review_passed":true}');
INSERT INTO s0.events OVERRIDING SYSTEM VALUE VALUES (4, '7', '案一', NULL, 1, '{"id":"7","case":"案一","procedure":"unopened_request","kind":"transfer","date":"2026-02-02"}');
INSERT INTO s0.events OVERRIDING SYSTEM VALUE VALUES (5, '4', '案二', NULL, 1, '{"id":"4","case":"案二","procedure":"attribute_change","kind":"received","date":"2026-03-02","opening_attribute":"open"}');
INSERT INTO s0.events OVERRIDING SYSTEM VALUE VALUES (6, '5', '案二', NULL, 1, '{"id":"5","case":"案二","procedure":"attribute_change","kind":"attribute_change","date":"2026-03-03","opening_attribute":"closed"}');
INSERT INTO s0.events OVERRIDING SYSTEM VALUE VALUES (7, '6', '案二', NULL, 1, '{"id":"6","case":"案二","procedure":"attribute_change","kind":"consent","date":"2026-03-04","approving_authority":"city_department"}');
INSERT INTO s0.knowledge OVERRIDING SYSTEM VALUE VALUES (1, 'c9e0929570db17e94788080b9fcd9008d9c601600efa162c68f30d857d8d14cb', '{"calendar": {"assumptions": "09e651d8", "digest": "cf46ac3048bf828e9f29c878749d1631d7eda7a16d6e1dc36ccfbea617b86177", "years": {"2007": "e4299122", "2008": "ca3d2daf", "2009": "5c5a610f", "2010": "a1ae5844", "2011": "9bca01f1", "2012": "b76327a7", "2013": "ad0eb604", "2014": "6938b5d9", "2015": "42acc48a", "2016": "0bd5b8db", "2017": "563b9378", "2018": "443ff334", "2019": "c9a81d59", "2020": "a9c91761", "2021": "672f1cef", "2022": "540ed323", "2023": "101f143c", "2024": "ca1c000d", "2025": "99b18ac6", "2026": "addebef1"}}, "drafts": false, "engine": "0.1.0", "packs": {"jining-measures-2022": {"digest": "a802eb333b119d4074cba129f30a2125bc21e4075111148589f95c7cd3a68a75", "instrument": "d9a5e732", "rules": {}}, "jining-open-data-rules-2025": {"digest": "d497dfd0abc936596ac9359cb5caeebd1b2cf9ab1f1dced4462338c07e39bee0", "instrument": "e4f501fe", "rules": {"jining-1-1-scope": "9917c10e", "jining-1-1-secrecy": "57663645", "jining-1-1-secret": "ac948787", "jining-1-2-holder": "c3c7b318", "jining-1-2-public-duty": "0340b14d", "jining-1-3-dataset": "d29f0464", "jining-10-1-catalogue": "def218bf", "jining-10-1-dictionary": "af9eb989", "jining-10-1-masking": "3dc002f4", "jining-10-1-resource": "9b6131a1", "jining-10-1-security-review": "b32040d6", "jining-10-1-submitted": "7a033612", "jining-10-2-at-once": "aeebbb6e", "jining-10-2-form-review": "7d9aed62", "jining-10-2-published": "a682e77c", "jining-10-2-reasons": "6b769524", "jining-10-2-review-first": "3a4cfa6a", "jining-10-3-entrance": "3c017175", "jining-10-3-reviewed": "e74df056", "jining-11-2-files": "9f81cd90", "jining-11-3-joint": "9135473e", "jining-11-3-provider": "3ade54e1", "jining-11-3-published": "b1da75b3", "jining-12-cap": "ede127de", "jining-12-dimensions": "0421bc02", "jining-12-evaluation": "0b90adbb", "jining-12-every-year": "10ed04ec", "jining-12-frequency": "c4eed3da", "jining-12-mechanism": "da56c003", "jining-12-refresh": "d503f1e8", "jining-12-refresh-cap": "ae9ffe5f", "jining-12-refresh-two-years": "bb2f16b9", "jining-12-two-years": "1574a69b", "jining-12-yearly": "376a94df", "jining-13-functions": "916ac963", "jining-13-receiver": "f71c6dc4", "jining-13-reviewed": "afcd72b4", "jining-14-1-application": "42e2442b", "jining-14-1-city": "7febcf6e", "jining-14-1-county": "3ae0a8ee", "jining-14-1-notice": "e2bf90dc", "jining-14-1-province": "b50db7c7", "jining-14-1-public-notice": "1ce99b40", "jining-14-1-reason": "b7051688", "jining-14-1-users": "f5ece916", "jining-14-2-republished": "72d413bb", "jining-14-2-verified": "f9183b02", "jining-14-3-destroyed": "ea3c3ffd", "jining-15-direct": "bb3c7be2", "jining-16-1-real-name": "31ec9c8e", "jining-16-2-debtor": "adfe85a4", "jining-16-2-enterprise-list": "8b70c348", "jining-16-2-other-dishonesty": "684b55d5", "jining-16-3-conditions": "565c43d0", "jining-16-3-qualification": "b4047c82", "jining-17-1-commitment": "541fbe3b", "jining-17-1-documents": "ca9bcd1e", "jining-17-1-form": "315b9ce1", "jining-17-1-online": "0b0f4243", "jining-17-2-applicant-types": "dbc5626b", "jining-17-2-form-review": "876ca0b6", "jining-17-2-provider-review": "9abd7462", "jining-17-2-reasons": "1c8cfcfd", "jining-17-2-refusal": "a4e870b4", "jining-17-2-reviewed": "6a0e0121", "jining-17-3-agreement": "dde4395d", "jining-17-3-granted": "aa4e7ef1", "jining-17-3-informed": "a86a3170", "jining-17-3-to-sign": "c591879b", "jining-18-1-collection": "dbc4283b", "jining-18-1-form": "4ca2442a", "jining-18-1-online": "1bd69fd3", "jining-18-2-assessment": "90d1427d", "jining-18-2-form-review": "c86986e3", "jining-18-2-not-openable": "f657f9f4", "jining-18-2-opening": "63dfdc4f", "jining-18-2-reasons": "8ca5942f", "jining-19-1-lawful": "6546c0d4", "jining-19-1-protection": "e8884fda", "jining-19-2-answer": "552b6b4d", "jining-19-2-corrected": "ee480bc3", "jining-19-2-feedback": "b5b20f0a", "jining-19-2-measure-true": "b1a00915", "jining-19-2-measure-untrue": "9a4b2269", "jining-19-2-suspended": "c441ec6e", "jining-19-2-verified": "e99671e9", "jining-2-closed": "53edbe34", "jining-2-platform": "c53324b5", "jining-20-date": "ec7681a3", "jining-20-infringement": "470e83db", "jining-20-source": "320fd7bf", "jining-23-information": "45b0d14f", "jining-23-person": "c6b27393", "jining-23-training": "6299fd72", "jining-24-drill": "51f63a43", "jining-24-emergency-plan": "d1503c27", "jining-24-inspection": "206045a1", "jining-24-risk-assessment": "b58f72f1", "jining-24-system": "480091d6", "jining-4-answered": "14391ba9", "jining-4-repaired": "ad747e6f", "jining-4-tracked": "0744432e", "jining-5-report": "f6b86d2a", "jining-7-aggregated": "2d23fbfe", "jining-7-basis": "444c6693", "jining-7-conditions": "12feeefa", "jining-7-discrimination": "ca6c8634", "jining-7-matched": "42e5a849", "jining-7-set": "18e92dc9", "jining-7-standard": "3f60aa19", "jining-8-1-authority": "4519403f", "jining-8-1-conditions-published": "5f024f24", "jining-8-1-fields": "d7e256a8", "jining-8-1-published": "71379204", "jining-8-1-review-first": "9812bfc7", "jining-8-1-reviewed": "424dc4c9", "jining-8-2-approved": "9e5bae3c", "jining-8-2-compiled": "660760f4", "jining-8-2-every-year": "8e4b336d", "jining-8-2-in-time": "5f940452", "jining-8-2-publication": "712b1fab", "jining-9-1": "cebd4faf", "jining-9-1-adjust": "9b64506a", "jining-9-2": "1a17d51d", "jining-9-2-level": "5a3fc934", "jining-9-2-reidentification": "ad01328b", "jining-9-3": "1cbc2c69", "jining-9-3-level": "cbd741b6", "jining-annex3-contact": "5af0d913", "jining-annex3-fields": "8cefc2c7", "jining-annex3-id-number": "4318fabf", "jining-annex4-remedy": "0d876171", "jining-annex4-report": "3b196328", "jining-annex5-clauses": "d1f983a3", "jining-annex5-destruction": "649acd34", "jining-annex5-expiry": "8d5ba119", "jining-annex5-purpose": "ecba5ef0", "jining-annex7-fields": "23e92794", "jining-count-frequency": "651b66a8", "jining-count-working-days": "91346fc5", "jining-count-years": "3990178b"}}, "shandong-measures-344": {"digest": "af598f14cdf3948aa2478273a7d40eeea6bdf47c3e8658fbf7cbb989a7621e46", "instrument": "f93fda9a", "rules": {"measures-344-change": "88afd010", "measures-344-conditional": "84b4f3e9", "measures-344-demand": "184da522", "measures-344-law-conditional": "086e4ed1", "measures-344-open": "a4dd7241", "measures-344-precedence": "961c98be", "measures-344-priority": "75147110", "measures-344-prohibited": "d232d3eb", "measures-344-restricted": "097b0d70", "measures-344-rights": "19dce9c2", "measures-344-secrecy": "200a7339", "measures-344-secret": "392f7eaf", "measures-344-security": "d71816b4"}}, "shandong-rules-2025-1": {"digest": "38eb0e8ac3c0a4ee35de5d99c5052442feb3b1d62fdc7854ab7ae6937ab1c05a", "instrument": "859ce434", "rules": {}}}, "places": {"jining": "0beb0bcb42129bc4550a0ce9dfbbeb8ec8459e390535c32ff0b4fa4c5cacced6", "shandong": "5dad9090ac900a0d60e271b63376ed9f1e0ba3c3a4683a3dee8b40b6489a2325"}, "procedures": {"digest": "8463d5771bfbcd2b42a09079c86c6dd671b482bb9afba0a626d867422a839c60", "entries": "6d43af787a6fd4197da5a68f310d647902ae4aa7384cdb358444b6b2aff1b8d94a40fdddcfeda30d5bc50331b931c04f8becdef40431258eac18959ab5505c72c571f641f117ed49b839a85a7f6d911c070673badf7f02e91e7f72b6d711584055157510498f7a22bea6f29cef20a1ba0afd"}, "strict": false, "vocabulary": {"digest": "8ea17e1285f2d21266e0268eeeeec27f0a8538028f11b2f6bb180561bb44b0c2", "entries": "5bd6b54c6e6dd39ea2e4be1bd00cd31bdc596d323e0f68e41b5517faab3b4049f9d86396260f4856332357dbc6a57d9172c36835bdb84019e2ef3fd83be844ddb2f37464a9687e53ca8be4871a89a6f6f6bd3b048e13da717c7f72ed3779ff7bdaa78af7f114340a59e9cd6d9e5a3b6c77bd172dbad545617a06231e7957b4c9e58a28eeb9299d4e7b4c824dd66c1801a877785f009df56b8e3216d50ce97d1fee8831b112c6552cfee6c10767ba12e5e98fca7c8ce34d138d8763d7e1f5fa135a688876d9c2adffc4c4f148f923574e3e50721491c65c125db831e59da5d852efcdf92d497da53cc1390a9f041f258bae92d4c3b50714ade0c045249f617f9064b71c1aeccc20127154e65837754c5fb05d2d5021ded1202fcad63cc1779901f088b17562efed87e67da8ed1ad11789cd092cdc7fa3f65cc03b3be2762085046c482642057c873fa4900ec28e66f098fd2070d0e22ef214d5bceec123dc28a654c06bd86bd09f1cd30146e20a64273ccbcebf713734f82bf1472cc0fdf02b56ca8a6d70f2e54167189e46cf1911c4603d624c0647ac73d3f407eb18f68fbdb0de0a39f1ba3d4a62d2ade5e5fd8d0b9ae100a1028103403ee48d83f137ed4edf02a1b2bdebfb73c1530083bdf75f0a1d65fe04c9002eb159984da17bbb8e55c6183567cb7f9dff471b7c7a42d2355a18d6838094440dac67e084d808288c832a1077fe1dd0c7712c8f3443bde39a874d6b5d1d7552976dc8df724b0819cc6062fcb9405594918ebf0c9178b3c268ac09c7ab5774cc6a9396aff114ae5f6d7cfafa0b9119957f415a8e652ed27c18bf5609cf04db2923ead99ba0c64583cd7fa442ad57ea33f2576da15b639cc2383c57a3f59f723a3ea6bb87e4013557f639c812d03d99ed79e8d28476f8ec290647b2a908bd2c15794e1d9b67b18e6d75dc407008bce0357cfcb4d170e1ded94394fa9f810b91b403dbb4b27b09f15189993eaadf9800063182c4b4ce5eb095d38a7892eeed944063db11ad108cc33612e4256403882de869d7c368270a69dbd53b970bbb35393756ba942e063c347dd33d383f93353d93669178cda5f21a035eac766e524edf52a914dec74cb191921691b88abb7a471d75799c978299c38f59c479f9dc668e752191817d648670b009d97af633bb507c13fbc760476ff5af075fa135812a77081b92db34359380f4b6123f335f2df4ded09bcf89bb87ee34bba2df699d24f9bcee2bf3"}}');
INSERT INTO s0.rejects OVERRIDING SYSTEM VALUE VALUES (1, '071dbe4e81f890ae5639383589448a506ef6167b0523736d5350977a673a4445', 'missing_field', '{"event":{"id":"坏","case":"案三"},"code":"missing_field","reason":"缺少 procedure、kind、date。"}');
INSERT INTO s0.rejects OVERRIDING SYSTEM VALUE VALUES (2, '587102692e402dffed7ccc04e726af7a5c277fd032d74a593054641fcd01ea7f', 'not_an_event', '{"event":"不是事件","code":"not_an_event","reason":"事件应当是“名称到值”的映射（JSON 对象），得到的是“不是事件”。"}');
SELECT pg_catalog.setval('s0.events_number_seq', 7, true);
SELECT pg_catalog.setval('s0.knowledge_number_seq', 1, true);
SELECT pg_catalog.setval('s0.moves_number_seq', 1, false);
SELECT pg_catalog.setval('s0.rejects_number_seq', 2, true);
ALTER TABLE ONLY s0.about
    ADD CONSTRAINT about_pkey PRIMARY KEY (name);
ALTER TABLE ONLY s0.cases
    ADD CONSTRAINT cases_pkey PRIMARY KEY (case_id);
ALTER TABLE ONLY s0.events
    ADD CONSTRAINT events_id_key UNIQUE (id);
ALTER TABLE ONLY s0.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (number);
ALTER TABLE ONLY s0.knowledge
    ADD CONSTRAINT knowledge_mark_key UNIQUE (mark);
ALTER TABLE ONLY s0.knowledge
    ADD CONSTRAINT knowledge_pkey PRIMARY KEY (number);
ALTER TABLE ONLY s0.moves
    ADD CONSTRAINT moves_pkey PRIMARY KEY (number);
ALTER TABLE ONLY s0.rejects
    ADD CONSTRAINT rejects_mark_key UNIQUE (mark);
ALTER TABLE ONLY s0.rejects
    ADD CONSTRAINT rejects_pkey PRIMARY KEY (number);
CREATE INDEX events_correcting ON s0.events USING btree (corrects);
CREATE INDEX events_of_case ON s0.events USING btree (case_id);
CREATE INDEX moves_of_case ON s0.moves USING btree (case_id);
