CREATE TABLE process_link (
    instance_key BIGINT NOT NULL,
    entity_type VARCHAR(60) NOT NULL,
    entity_id BIGINT NOT NULL,
    role VARCHAR(60) NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_process_link PRIMARY KEY (id),
    CONSTRAINT uq_process_link_instance_key_entity_type_entity_id_role UNIQUE (instance_key, entity_type, entity_id, role)
)
-- next
CREATE INDEX ix_process_link_entity_type_entity_id ON process_link (entity_type, entity_id)
-- next
CREATE TABLE message (
    company_id BIGINT NOT NULL,
    name VARCHAR(200) NOT NULL,
    correlation_key VARCHAR(200) NOT NULL,
    message_id VARCHAR(200),
    variables TEXT NOT NULL,
    state VARCHAR(12) NOT NULL,
    published_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    instance_key BIGINT,
    id BIGINT NOT NULL,
    CONSTRAINT pk_message PRIMARY KEY (id),
    CONSTRAINT uq_message_company_id_name_correlation_key_message_id UNIQUE (company_id, name, correlation_key, message_id)
)
-- next
CREATE INDEX ix_message_instance_key ON message (instance_key)
-- next
CREATE INDEX ix_message_state_expires_at ON message (state, expires_at)
-- next
CREATE INDEX ix_message_name_correlation_key_state ON message (name, correlation_key, state)
-- next
CREATE INDEX ix_message_company_id_correlation_key ON message (company_id, correlation_key)
-- next
CREATE TABLE service_call (
    call_key VARCHAR(200) NOT NULL,
    operation VARCHAR(80) NOT NULL,
    company_id BIGINT NOT NULL,
    instance_key BIGINT,
    element_id VARCHAR(200),
    actor BIGINT,
    request_hash VARCHAR(64) NOT NULL,
    request TEXT NOT NULL,
    result TEXT NOT NULL,
    done_at BIGINT NOT NULL,
    took_us INTEGER NOT NULL,
    compensates VARCHAR(200),
    reason VARCHAR(400),
    id BIGINT NOT NULL,
    CONSTRAINT pk_service_call PRIMARY KEY (id),
    CONSTRAINT uq_service_call_call_key UNIQUE (call_key)
)
-- next
CREATE TABLE app_user (
    email VARCHAR(254) NOT NULL,
    name VARCHAR(200) NOT NULL,
    language VARCHAR(5) NOT NULL,
    level INTEGER NOT NULL,
    password_hash VARCHAR(200),
    active BOOLEAN NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_app_user PRIMARY KEY (id),
    CONSTRAINT ck_app_user_level CHECK (level BETWEEN 1 AND 5),
    CONSTRAINT uq_app_user_email UNIQUE (email)
)
-- next
CREATE TABLE user_group (
    code VARCHAR(60) NOT NULL,
    name VARCHAR(200) NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_user_group PRIMARY KEY (id),
    CONSTRAINT uq_user_group_code UNIQUE (code)
)
-- next
CREATE TABLE role (
    code VARCHAR(60) NOT NULL,
    label VARCHAR(200) NOT NULL,
    permissions TEXT NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_role PRIMARY KEY (id),
    CONSTRAINT uq_role_code UNIQUE (code)
)
-- next
CREATE TABLE field_class (
    company_id BIGINT NOT NULL,
    code VARCHAR(60) NOT NULL,
    minimum_level INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_field_class PRIMARY KEY (id),
    CONSTRAINT uq_field_class_company_id_code UNIQUE (company_id, code)
)
-- next
CREATE TABLE company (
    name VARCHAR(200) NOT NULL,
    cvr VARCHAR(20),
    base_currency VARCHAR(3) NOT NULL,
    country VARCHAR(2) NOT NULL,
    time_zone VARCHAR(64) NOT NULL,
    tax_exempt BOOLEAN NOT NULL,
    lock_date DATE,
    id BIGINT NOT NULL,
    CONSTRAINT pk_company PRIMARY KEY (id),
    CONSTRAINT uq_company_cvr UNIQUE (cvr)
)
-- next
CREATE TABLE audit_event (
    company_id BIGINT,
    at BIGINT NOT NULL,
    actor BIGINT,
    action VARCHAR(60) NOT NULL,
    entity_type VARCHAR(60) NOT NULL,
    entity_id BIGINT,
    detail TEXT NOT NULL,
    seal VARCHAR(64),
    id BIGINT NOT NULL,
    CONSTRAINT pk_audit_event PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_audit_event_entity_type_entity_id ON audit_event (entity_type, entity_id)
-- next
CREATE INDEX ix_audit_event_unsealed ON audit_event (id) WHERE seal IS NULL
-- next
CREATE FUNCTION audit_event_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'virke: audit rows are never deleted'; END IF; RETURN OLD; END $$
-- next
CREATE TRIGGER audit_event_no_delete BEFORE DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_event_no_delete()
-- next
CREATE FUNCTION audit_event_no_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.seal IS NOT NULL OR NEW.action <> OLD.action OR NEW.entity_type <> OLD.entity_type OR NEW.at <> OLD.at OR NEW.detail <> OLD.detail THEN RAISE EXCEPTION 'virke: audit rows are never changed'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER audit_event_no_change BEFORE UPDATE ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_event_no_change()
-- next
CREATE TABLE batch (
    company_id BIGINT NOT NULL,
    type VARCHAR(40) NOT NULL,
    state VARCHAR(20) NOT NULL,
    given TEXT NOT NULL,
    is_dry BOOLEAN NOT NULL,
    stops_after INTEGER,
    total INTEGER NOT NULL,
    job_key BIGINT,
    made_by BIGINT NOT NULL,
    made_by_name VARCHAR(200) NOT NULL,
    made_at BIGINT NOT NULL,
    ended_at BIGINT,
    id BIGINT NOT NULL,
    CONSTRAINT pk_batch PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_batch_company_id_state ON batch (company_id, state)
-- next
CREATE TABLE batch_item (
    batch_key BIGINT NOT NULL,
    instance_key BIGINT NOT NULL,
    state VARCHAR(12) NOT NULL,
    code VARCHAR(40),
    reason TEXT,
    outcome BIGINT,
    done_at BIGINT,
    id BIGINT NOT NULL,
    CONSTRAINT pk_batch_item PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_batch_item_instance_key ON batch_item (instance_key)
-- next
CREATE INDEX ix_batch_item_batch_key_state_id ON batch_item (batch_key, state, id)
-- next
CREATE TABLE deployment (
    company_id BIGINT,
    deployed_by BIGINT,
    deployed_at BIGINT NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_deployment PRIMARY KEY (id)
)
-- next
CREATE TABLE process_definition (
    bpmn_process_id VARCHAR(200) NOT NULL,
    version INTEGER NOT NULL,
    version_tag VARCHAR(200),
    company_id BIGINT,
    name VARCHAR(400) NOT NULL,
    file VARCHAR(400) NOT NULL,
    xml BYTEA NOT NULL,
    hash VARCHAR(64) NOT NULL,
    start_form_id VARCHAR(200),
    deployment_key BIGINT NOT NULL,
    deployed_at BIGINT NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_process_definition PRIMARY KEY (id),
    CONSTRAINT uq_process_definition_bpmn_process_id_company_id_version UNIQUE (bpmn_process_id, company_id, version)
)
-- next
CREATE INDEX ix_process_definition_deployment_key ON process_definition (deployment_key)
-- next
CREATE TABLE form_definition (
    form_id VARCHAR(200) NOT NULL,
    version INTEGER NOT NULL,
    company_id BIGINT,
    file VARCHAR(400) NOT NULL,
    document TEXT NOT NULL,
    hash VARCHAR(64) NOT NULL,
    deployment_key BIGINT NOT NULL,
    deployed_at BIGINT NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_form_definition PRIMARY KEY (id),
    CONSTRAINT uq_form_definition_form_id_company_id_version UNIQUE (form_id, company_id, version)
)
-- next
CREATE INDEX ix_form_definition_deployment_key ON form_definition (deployment_key)
-- next
CREATE TABLE decision_requirements (
    requirements_id VARCHAR(200) NOT NULL,
    version INTEGER NOT NULL,
    company_id BIGINT,
    name VARCHAR(400) NOT NULL,
    namespace VARCHAR(400) NOT NULL,
    file VARCHAR(400) NOT NULL,
    xml BYTEA NOT NULL,
    hash VARCHAR(64) NOT NULL,
    imports TEXT NOT NULL,
    deployment_key BIGINT NOT NULL,
    deployed_at BIGINT NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_decision_requirements PRIMARY KEY (id),
    CONSTRAINT uq_decision_requirements_requirements_id_company_id_version UNIQUE (requirements_id, company_id, version)
)
-- next
CREATE INDEX ix_decision_requirements_deployment_key ON decision_requirements (deployment_key)
-- next
CREATE INDEX ix_decision_requirements_namespace ON decision_requirements (namespace)
-- next
CREATE TABLE decision_definition (
    decision_id VARCHAR(200) NOT NULL,
    version INTEGER NOT NULL,
    version_tag VARCHAR(200),
    company_id BIGINT,
    name VARCHAR(400) NOT NULL,
    requirements_key BIGINT NOT NULL,
    file VARCHAR(400) NOT NULL,
    hash VARCHAR(64) NOT NULL,
    deployment_key BIGINT NOT NULL,
    deployed_at BIGINT NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_decision_definition PRIMARY KEY (id),
    CONSTRAINT uq_decision_definition_decision_id_company_id_version UNIQUE (decision_id, company_id, version)
)
-- next
CREATE INDEX ix_decision_definition_deployment_key ON decision_definition (deployment_key)
-- next
CREATE INDEX ix_decision_definition_requirements_key ON decision_definition (requirements_key)
-- next
CREATE TABLE process_instance (
    root_key BIGINT NOT NULL,
    parent_key BIGINT,
    parent_element_key BIGINT,
    definition_key BIGINT NOT NULL,
    bpmn_process_id VARCHAR(200) NOT NULL,
    company_id BIGINT NOT NULL,
    department_id BIGINT,
    state VARCHAR(12) NOT NULL,
    started_by BIGINT,
    started_at BIGINT NOT NULL,
    ended_at BIGINT,
    suspended_at BIGINT,
    start_event_id VARCHAR(200),
    given TEXT DEFAULT '{}' NOT NULL,
    continued INTEGER NOT NULL,
    stopped BOOLEAN NOT NULL,
    result TEXT,
    id BIGINT NOT NULL,
    CONSTRAINT pk_process_instance PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_process_instance_root_key ON process_instance (root_key)
-- next
CREATE INDEX ix_process_instance_company_id_bpmn_process_id_id ON process_instance (company_id, bpmn_process_id, id)
-- next
CREATE INDEX ix_process_instance_called ON process_instance (parent_key) WHERE parent_key IS NOT NULL
-- next
CREATE INDEX ix_process_instance_definition_key ON process_instance (definition_key)
-- next
CREATE INDEX ix_process_instance_company_id_state_id ON process_instance (company_id, state, id)
-- next
CREATE TABLE scope_state (
    scope_key BIGINT NOT NULL,
    instance_key BIGINT NOT NULL,
    parent_key BIGINT,
    live TEXT NOT NULL,
    variables TEXT,
    CONSTRAINT pk_scope_state PRIMARY KEY (scope_key)
)
-- next
CREATE INDEX ix_scope_state_instance_key ON scope_state (instance_key)
-- next
CREATE TABLE element_instance (
    instance_key BIGINT NOT NULL,
    element_id VARCHAR(200) NOT NULL,
    element_type VARCHAR(60) NOT NULL,
    scope_key BIGINT NOT NULL,
    state VARCHAR(12) NOT NULL,
    started_at BIGINT NOT NULL,
    ended_at BIGINT,
    id BIGINT NOT NULL,
    CONSTRAINT pk_element_instance PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_element_instance_instance_key_id ON element_instance (instance_key, id)
-- next
CREATE TABLE sequence_flow_taken (
    id BIGINT NOT NULL,
    instance_key BIGINT NOT NULL,
    flow_id VARCHAR(200) NOT NULL,
    taken_at BIGINT NOT NULL,
    CONSTRAINT pk_sequence_flow_taken PRIMARY KEY (instance_key, id)
)
-- next
CREATE TABLE variable_change (
    id BIGINT NOT NULL,
    instance_key BIGINT NOT NULL,
    scope_key BIGINT NOT NULL,
    name VARCHAR(200) NOT NULL,
    value TEXT NOT NULL,
    value_key BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    CONSTRAINT pk_variable_change PRIMARY KEY (instance_key, scope_key, name, id)
)
-- next
CREATE INDEX ix_variable_change_name_value_key ON variable_change (name, value_key)
-- next
CREATE TABLE user_task (
    instance_key BIGINT NOT NULL,
    definition_key BIGINT NOT NULL,
    company_id BIGINT NOT NULL,
    department_id BIGINT,
    element_id VARCHAR(200) NOT NULL,
    name VARCHAR(400) NOT NULL,
    form_id VARCHAR(200),
    form_key BIGINT,
    assignee VARCHAR(200),
    assignee_name VARCHAR(200),
    state VARCHAR(12) NOT NULL,
    priority INTEGER NOT NULL,
    due BIGINT,
    comes_at BIGINT NOT NULL,
    follow_up BIGINT,
    headers TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    closed_at BIGINT,
    completed_by BIGINT,
    on_behalf_of BIGINT,
    owner VARCHAR(200),
    owner_name VARCHAR(200),
    delegation VARCHAR(12),
    id BIGINT NOT NULL,
    CONSTRAINT pk_user_task PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_user_task_assignee_state_comes_at_id ON user_task (assignee, state, comes_at, id)
-- next
CREATE INDEX ix_user_task_company_id_state_comes_at_id ON user_task (company_id, state, comes_at, id)
-- next
CREATE INDEX ix_user_task_instance_key ON user_task (instance_key)
-- next
CREATE TABLE task_candidate (
    id BIGINT NOT NULL,
    task_key BIGINT NOT NULL,
    kind VARCHAR(5) NOT NULL,
    name VARCHAR(200) NOT NULL,
    company_id BIGINT NOT NULL,
    department_id BIGINT,
    comes_at BIGINT NOT NULL,
    is_free BOOLEAN NOT NULL,
    CONSTRAINT pk_task_candidate PRIMARY KEY (task_key, id)
)
-- next
CREATE INDEX ix_task_candidate_offered ON task_candidate (company_id, kind, name, is_free, comes_at, task_key)
-- next
CREATE TABLE job (
    kind VARCHAR(12) NOT NULL,
    company_id BIGINT,
    instance_key BIGINT,
    definition_key BIGINT,
    wait_key BIGINT,
    element_instance_key BIGINT,
    element_id VARCHAR(200),
    type VARCHAR(200) NOT NULL,
    given TEXT NOT NULL,
    headers TEXT NOT NULL,
    state VARCHAR(12) NOT NULL,
    retries INTEGER NOT NULL,
    back_off VARCHAR(60),
    run_at BIGINT NOT NULL,
    lease_until BIGINT,
    worker VARCHAR(100),
    attempt INTEGER NOT NULL,
    cause TEXT,
    id BIGINT NOT NULL,
    CONSTRAINT pk_job PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_job_state_run_at ON job (state, run_at)
-- next
CREATE INDEX ix_job_definition_key ON job (definition_key)
-- next
CREATE INDEX ix_job_instance_key_state ON job (instance_key, state)
-- next
CREATE TABLE subscription (
    kind VARCHAR(12) NOT NULL,
    company_id BIGINT,
    instance_key BIGINT,
    definition_key BIGINT,
    element_instance_key BIGINT,
    element_id VARCHAR(200) NOT NULL,
    name VARCHAR(200) NOT NULL,
    correlation_key VARCHAR(200),
    suspended BOOLEAN DEFAULT false NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_subscription PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_subscription_kind_name_correlation_key ON subscription (kind, name, correlation_key)
-- next
CREATE INDEX ix_subscription_definition_key ON subscription (definition_key)
-- next
CREATE INDEX ix_subscription_instance_key ON subscription (instance_key)
-- next
CREATE TABLE decision_instance (
    evaluation_key BIGINT NOT NULL,
    number INTEGER NOT NULL,
    definition_key BIGINT NOT NULL,
    decision_id VARCHAR(200) NOT NULL,
    root_key BIGINT NOT NULL,
    kind VARCHAR(40) NOT NULL,
    company_id BIGINT NOT NULL,
    instance_key BIGINT,
    element_instance_key BIGINT,
    element_id VARCHAR(200),
    failure TEXT,
    result TEXT NOT NULL,
    notes TEXT NOT NULL,
    inputs TEXT NOT NULL,
    rules TEXT NOT NULL,
    evaluated_at BIGINT NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_decision_instance PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_decision_instance_instance_key_id ON decision_instance (instance_key, id)
-- next
CREATE INDEX ix_decision_instance_evaluation_key_number ON decision_instance (evaluation_key, number)
-- next
CREATE INDEX ix_decision_instance_company_id_decision_id ON decision_instance (company_id, decision_id)
-- next
CREATE TABLE incident (
    company_id BIGINT NOT NULL,
    instance_key BIGINT NOT NULL,
    element_instance_key BIGINT NOT NULL,
    element_id VARCHAR(200) NOT NULL,
    job_key BIGINT,
    type VARCHAR(40) NOT NULL,
    message TEXT NOT NULL,
    variables TEXT,
    state VARCHAR(12) NOT NULL,
    raised_at BIGINT NOT NULL,
    resolved_at BIGINT,
    id BIGINT NOT NULL,
    CONSTRAINT pk_incident PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_incident_instance_key ON incident (instance_key)
-- next
CREATE INDEX ix_incident_company_id_state ON incident (company_id, state)
-- next
CREATE INDEX ix_incident_element_instance_key ON incident (element_instance_key)
-- next
CREATE TABLE task_draft (
    task_key BIGINT NOT NULL,
    version INTEGER NOT NULL,
    fields TEXT NOT NULL,
    saved_by BIGINT NOT NULL,
    saved_at BIGINT NOT NULL,
    CONSTRAINT pk_task_draft PRIMARY KEY (task_key)
)
-- next
CREATE TABLE comment (
    company_id BIGINT NOT NULL,
    root_key BIGINT NOT NULL,
    instance_key BIGINT NOT NULL,
    task_key BIGINT,
    author BIGINT NOT NULL,
    text TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_comment PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_comment_root_key_id ON comment (root_key, id)
-- next
CREATE TABLE follow (
    user_id BIGINT NOT NULL,
    instance_key BIGINT NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_follow PRIMARY KEY (id),
    CONSTRAINT uq_follow_user_id_instance_key UNIQUE (user_id, instance_key)
)
-- next
CREATE INDEX ix_follow_instance_key ON follow (instance_key)
-- next
CREATE TABLE task_filter (
    company_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    name VARCHAR(60) NOT NULL,
    wish TEXT NOT NULL,
    shared_with VARCHAR(60),
    id BIGINT NOT NULL,
    CONSTRAINT pk_task_filter PRIMARY KEY (id),
    CONSTRAINT uq_task_filter_company_id_user_id_name UNIQUE (company_id, user_id, name)
)
-- next
CREATE TABLE file_given (
    digest VARCHAR(64) NOT NULL,
    company_id BIGINT NOT NULL,
    given_by BIGINT NOT NULL,
    given_at BIGINT NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_file_given PRIMARY KEY (id),
    CONSTRAINT uq_file_given_digest_company_id_given_by UNIQUE (digest, company_id, given_by)
)
-- next
CREATE TABLE file_use (
    digest VARCHAR(64) NOT NULL,
    company_id BIGINT NOT NULL,
    entity_type VARCHAR(60) NOT NULL,
    entity_id BIGINT NOT NULL,
    name VARCHAR(400) NOT NULL,
    field_class VARCHAR(60) NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_file_use PRIMARY KEY (id),
    CONSTRAINT uq_file_use_digest_company_id_entity_type_entity_id UNIQUE (digest, company_id, entity_type, entity_id)
)
-- next
CREATE INDEX ix_file_use_entity_type_entity_id ON file_use (entity_type, entity_id)
-- next
CREATE TABLE import_row (
    company_id BIGINT NOT NULL,
    source VARCHAR(100) NOT NULL,
    source_key VARCHAR(200) NOT NULL,
    entity_type VARCHAR(60) NOT NULL,
    entity_id BIGINT NOT NULL,
    imported_at BIGINT NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_import_row PRIMARY KEY (id),
    CONSTRAINT uq_import_row_company_id_source_source_key UNIQUE (company_id, source, source_key)
)
-- next
CREATE INDEX ix_import_row_entity_type_entity_id ON import_row (entity_type, entity_id)
-- next
CREATE TABLE account (
    code VARCHAR(20) NOT NULL,
    name VARCHAR(100) NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT uq_account_company_id_code UNIQUE (company_id, code)
)
-- next
CREATE INDEX ix_account_company_id ON account (company_id)
-- next
CREATE TABLE journal_entry (
    entry_date DATE NOT NULL,
    text VARCHAR(200) NOT NULL,
    posted BOOLEAN NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_journal_entry PRIMARY KEY (id)
)
-- next
CREATE INDEX ix_journal_entry_company_id ON journal_entry (company_id)
-- next
CREATE FUNCTION journal_entry_draft_first() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.posted THEN RAISE EXCEPTION 'virke: an entry is posted after its lines are written'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER journal_entry_draft_first BEFORE INSERT ON journal_entry FOR EACH ROW EXECUTE FUNCTION journal_entry_draft_first()
-- next
CREATE FUNCTION journal_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.posted AND (SELECT COUNT(*) < 2 OR COALESCE(SUM(debit), 0) <> COALESCE(SUM(credit), 0) FROM journal_line WHERE entry_id = NEW.id) THEN RAISE EXCEPTION 'virke: a posted entry has two lines or more, and debit equals credit'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER journal_entry_balances BEFORE UPDATE ON journal_entry FOR EACH ROW EXECUTE FUNCTION journal_entry_balances()
-- next
CREATE FUNCTION journal_entry_in_open_books() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.posted AND EXISTS (SELECT 1 FROM company WHERE id = NEW.company_id AND lock_date >= NEW.entry_date) THEN RAISE EXCEPTION 'virke: the books are locked on this day'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER journal_entry_in_open_books BEFORE UPDATE ON journal_entry FOR EACH ROW EXECUTE FUNCTION journal_entry_in_open_books()
-- next
CREATE FUNCTION journal_entry_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.posted THEN RAISE EXCEPTION 'virke: what is posted never changes'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER journal_entry_no_update BEFORE UPDATE ON journal_entry FOR EACH ROW EXECUTE FUNCTION journal_entry_no_update()
-- next
CREATE FUNCTION journal_entry_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.posted THEN RAISE EXCEPTION 'virke: what is posted never changes'; END IF; RETURN OLD; END $$
-- next
CREATE TRIGGER journal_entry_no_delete BEFORE DELETE ON journal_entry FOR EACH ROW EXECUTE FUNCTION journal_entry_no_delete()
-- next
CREATE TABLE warehouse (
    code VARCHAR(20) NOT NULL,
    name VARCHAR(100) NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_warehouse PRIMARY KEY (id),
    CONSTRAINT uq_warehouse_company_id_code UNIQUE (company_id, code)
)
-- next
CREATE INDEX ix_warehouse_company_id ON warehouse (company_id)
-- next
CREATE TABLE party (
    code VARCHAR(40),
    name VARCHAR(200) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    cvr VARCHAR(20),
    email VARCHAR(200),
    phone VARCHAR(40),
    language VARCHAR(10) NOT NULL,
    merged_into BIGINT,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_party PRIMARY KEY (id),
    CONSTRAINT uq_party_company_id_code UNIQUE (company_id, code),
    CONSTRAINT uq_party_company_id_cvr UNIQUE (company_id, cvr),
    CONSTRAINT fk_party_merged_into FOREIGN KEY(merged_into) REFERENCES party (id)
)
-- next
CREATE INDEX ix_party_company_id ON party (company_id)
-- next
CREATE INDEX ix_party_merged_into ON party (merged_into)
-- next
CREATE TABLE product (
    sku VARCHAR(40) NOT NULL,
    name VARCHAR(200) NOT NULL,
    type VARCHAR(20) NOT NULL,
    uom VARCHAR(20) NOT NULL,
    unit_price BIGINT NOT NULL,
    cost BIGINT NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_product PRIMARY KEY (id),
    CONSTRAINT uq_product_company_id_sku UNIQUE (company_id, sku)
)
-- next
CREATE INDEX ix_product_company_id ON product (company_id)
-- next
CREATE TABLE purchase_budget (
    code VARCHAR(40) NOT NULL,
    name VARCHAR(100) NOT NULL,
    year INTEGER NOT NULL,
    amount BIGINT NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_purchase_budget PRIMARY KEY (id),
    CONSTRAINT uq_purchase_budget_company_id_code_year UNIQUE (company_id, code, year)
)
-- next
CREATE INDEX ix_purchase_budget_company_id ON purchase_budget (company_id)
-- next
CREATE TABLE requisition (
    number VARCHAR(40) NOT NULL,
    requester_id BIGINT,
    requested_on DATE NOT NULL,
    needed_by DATE,
    budget VARCHAR(40) NOT NULL,
    purpose VARCHAR(400) NOT NULL,
    source_id BIGINT,
    amount BIGINT NOT NULL,
    status VARCHAR(20) NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_requisition PRIMARY KEY (id),
    CONSTRAINT uq_requisition_company_id_number UNIQUE (company_id, number)
)
-- next
CREATE INDEX ix_requisition_source_id ON requisition (source_id)
-- next
CREATE INDEX ix_requisition_company_id ON requisition (company_id)
-- next
CREATE TABLE campaign (
    code VARCHAR(40) NOT NULL,
    name VARCHAR(200) NOT NULL,
    channel VARCHAR(20) NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE,
    currency VARCHAR(3) NOT NULL,
    state VARCHAR(20) NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_campaign PRIMARY KEY (id),
    CONSTRAINT uq_campaign_company_id_code UNIQUE (company_id, code)
)
-- next
CREATE INDEX ix_campaign_company_id ON campaign (company_id)
-- next
CREATE TABLE pipeline (
    code VARCHAR(40) NOT NULL,
    name VARCHAR(100) NOT NULL,
    usual BOOLEAN NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_pipeline PRIMARY KEY (id),
    CONSTRAINT uq_pipeline_company_id_code UNIQUE (company_id, code)
)
-- next
CREATE INDEX ix_pipeline_company_id ON pipeline (company_id)
-- next
CREATE TABLE number_series (
    company_id BIGINT NOT NULL,
    code VARCHAR(40) NOT NULL,
    fiscal_year INTEGER NOT NULL,
    prefix VARCHAR(20) NOT NULL,
    next INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_number_series PRIMARY KEY (id),
    CONSTRAINT uq_number_series_company_id_code_fiscal_year UNIQUE (company_id, code, fiscal_year)
)
-- next
CREATE TABLE outbox (
    item_key VARCHAR(200) NOT NULL,
    company_id BIGINT NOT NULL,
    channel VARCHAR(40) NOT NULL,
    payload TEXT NOT NULL,
    state VARCHAR(10) NOT NULL,
    attempts INTEGER NOT NULL,
    put_at BIGINT NOT NULL,
    sent_at BIGINT,
    id BIGINT NOT NULL,
    CONSTRAINT pk_outbox PRIMARY KEY (id),
    CONSTRAINT uq_outbox_item_key UNIQUE (item_key)
)
-- next
CREATE INDEX ix_outbox_state_id ON outbox (state, id)
-- next
CREATE TABLE group_member (
    group_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_group_member PRIMARY KEY (id),
    CONSTRAINT uq_group_member_group_id_user_id UNIQUE (group_id, user_id),
    CONSTRAINT fk_group_member_group_id FOREIGN KEY(group_id) REFERENCES user_group (id),
    CONSTRAINT fk_group_member_user_id FOREIGN KEY(user_id) REFERENCES app_user (id)
)
-- next
CREATE INDEX ix_group_member_user_id ON group_member (user_id)
-- next
CREATE TABLE user_session (
    token_hash VARCHAR(64) NOT NULL,
    user_id BIGINT NOT NULL,
    company_id BIGINT NOT NULL,
    csrf VARCHAR(64) NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_user_session PRIMARY KEY (id),
    CONSTRAINT uq_user_session_token_hash UNIQUE (token_hash),
    CONSTRAINT fk_user_session_user_id FOREIGN KEY(user_id) REFERENCES app_user (id),
    CONSTRAINT fk_user_session_company_id FOREIGN KEY(company_id) REFERENCES company (id)
)
-- next
CREATE INDEX ix_user_session_user_id ON user_session (user_id)
-- next
CREATE INDEX ix_user_session_expires_at ON user_session (expires_at)
-- next
CREATE TABLE api_token (
    token_hash VARCHAR(64) NOT NULL,
    name VARCHAR(200) NOT NULL,
    user_id BIGINT NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT,
    id BIGINT NOT NULL,
    CONSTRAINT pk_api_token PRIMARY KEY (id),
    CONSTRAINT uq_api_token_token_hash UNIQUE (token_hash),
    CONSTRAINT fk_api_token_user_id FOREIGN KEY(user_id) REFERENCES app_user (id),
    CONSTRAINT fk_api_token_company_id FOREIGN KEY(company_id) REFERENCES company (id)
)
-- next
CREATE INDEX ix_api_token_user_id ON api_token (user_id)
-- next
CREATE TABLE substitution (
    company_id BIGINT NOT NULL,
    absent_id BIGINT NOT NULL,
    substitute_id BIGINT NOT NULL,
    valid_from BIGINT NOT NULL,
    valid_to BIGINT NOT NULL,
    role VARCHAR(60),
    process_id VARCHAR(200),
    takes_existing BOOLEAN NOT NULL,
    arranged_by BIGINT NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_substitution PRIMARY KEY (id),
    CONSTRAINT ck_substitution_two_people CHECK (absent_id <> substitute_id),
    CONSTRAINT ck_substitution_some_time CHECK (valid_from < valid_to),
    CONSTRAINT fk_substitution_company_id FOREIGN KEY(company_id) REFERENCES company (id),
    CONSTRAINT fk_substitution_absent_id FOREIGN KEY(absent_id) REFERENCES app_user (id),
    CONSTRAINT fk_substitution_substitute_id FOREIGN KEY(substitute_id) REFERENCES app_user (id)
)
-- next
CREATE INDEX ix_substitution_company_id_valid_to ON substitution (company_id, valid_to)
-- next
CREATE TABLE department (
    company_id BIGINT NOT NULL,
    code VARCHAR(40) NOT NULL,
    name VARCHAR(200) NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_department PRIMARY KEY (id),
    CONSTRAINT uq_department_company_id_code UNIQUE (company_id, code),
    CONSTRAINT fk_department_company_id FOREIGN KEY(company_id) REFERENCES company (id)
)
-- next
CREATE TABLE approval_verdict (
    company_id BIGINT NOT NULL,
    instance_key BIGINT NOT NULL,
    approver_id BIGINT NOT NULL,
    for_id BIGINT NOT NULL,
    role VARCHAR(60) NOT NULL,
    subject VARCHAR(400) NOT NULL,
    amount BIGINT,
    verdict VARCHAR(20) NOT NULL,
    comment VARCHAR(2000) NOT NULL,
    given_at BIGINT NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_approval_verdict PRIMARY KEY (id),
    CONSTRAINT uq_approval_verdict_instance_key_approver_id UNIQUE (instance_key, approver_id),
    CONSTRAINT uq_approval_verdict_instance_key_for_id UNIQUE (instance_key, for_id),
    CONSTRAINT fk_approval_verdict_approver_id FOREIGN KEY(approver_id) REFERENCES app_user (id),
    CONSTRAINT fk_approval_verdict_for_id FOREIGN KEY(for_id) REFERENCES app_user (id)
)
-- next
CREATE INDEX ix_approval_verdict_company_id_given_at ON approval_verdict (company_id, given_at)
-- next
CREATE FUNCTION approval_verdict_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'virke: a verdict that was given never changes'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER approval_verdict_no_update BEFORE UPDATE ON approval_verdict FOR EACH ROW EXECUTE FUNCTION approval_verdict_no_update()
-- next
CREATE FUNCTION approval_verdict_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'virke: a verdict that was given never changes'; END IF; RETURN OLD; END $$
-- next
CREATE TRIGGER approval_verdict_no_delete BEFORE DELETE ON approval_verdict FOR EACH ROW EXECUTE FUNCTION approval_verdict_no_delete()
-- next
CREATE TABLE notice (
    user_id BIGINT,
    role VARCHAR(60),
    text VARCHAR(500) NOT NULL,
    instance_key BIGINT,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_notice PRIMARY KEY (id),
    CONSTRAINT ck_notice_user_or_role CHECK ((user_id IS NULL) <> (role IS NULL)),
    CONSTRAINT fk_notice_user_id FOREIGN KEY(user_id) REFERENCES app_user (id)
)
-- next
CREATE INDEX ix_notice_instance_key ON notice (instance_key)
-- next
CREATE INDEX ix_notice_user_id ON notice (user_id)
-- next
CREATE INDEX ix_notice_role ON notice (role)
-- next
CREATE INDEX ix_notice_company_id ON notice (company_id)
-- next
CREATE TABLE journal_line (
    entry_id BIGINT NOT NULL,
    account_id BIGINT NOT NULL,
    debit BIGINT NOT NULL,
    credit BIGINT NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_journal_line PRIMARY KEY (id),
    CONSTRAINT ck_journal_line_not_negative CHECK (debit >= 0 AND credit >= 0),
    CONSTRAINT fk_journal_line_entry_id FOREIGN KEY(entry_id) REFERENCES journal_entry (id),
    CONSTRAINT fk_journal_line_account_id FOREIGN KEY(account_id) REFERENCES account (id)
)
-- next
CREATE INDEX ix_journal_line_company_id ON journal_line (company_id)
-- next
CREATE INDEX ix_journal_line_entry_id ON journal_line (entry_id)
-- next
CREATE INDEX ix_journal_line_account_id ON journal_line (account_id)
-- next
CREATE FUNCTION journal_line_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM journal_entry WHERE id = OLD.entry_id AND posted) THEN RAISE EXCEPTION 'virke: what is posted never changes'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER journal_line_no_update BEFORE UPDATE ON journal_line FOR EACH ROW EXECUTE FUNCTION journal_line_no_update()
-- next
CREATE FUNCTION journal_line_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM journal_entry WHERE id = OLD.entry_id AND posted) THEN RAISE EXCEPTION 'virke: what is posted never changes'; END IF; RETURN OLD; END $$
-- next
CREATE TRIGGER journal_line_no_delete BEFORE DELETE ON journal_line FOR EACH ROW EXECUTE FUNCTION journal_line_no_delete()
-- next
CREATE FUNCTION journal_line_no_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM journal_entry WHERE id = NEW.entry_id AND posted) THEN RAISE EXCEPTION 'virke: what is posted never changes'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER journal_line_no_insert BEFORE INSERT ON journal_line FOR EACH ROW EXECUTE FUNCTION journal_line_no_insert()
-- next
CREATE FUNCTION journal_line_no_move() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM journal_entry WHERE id = NEW.entry_id AND posted) THEN RAISE EXCEPTION 'virke: what is posted never changes'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER journal_line_no_move BEFORE UPDATE ON journal_line FOR EACH ROW EXECUTE FUNCTION journal_line_no_move()
-- next
CREATE TABLE invoice (
    number VARCHAR(40),
    party_id BIGINT NOT NULL,
    source_id BIGINT,
    invoice_date DATE NOT NULL,
    due_date DATE NOT NULL,
    currency VARCHAR(3) NOT NULL,
    net BIGINT NOT NULL,
    freight BIGINT NOT NULL,
    total BIGINT NOT NULL,
    entry_id BIGINT,
    posted BOOLEAN NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_invoice PRIMARY KEY (id),
    CONSTRAINT uq_invoice_company_id_number UNIQUE (company_id, number),
    CONSTRAINT fk_invoice_party_id FOREIGN KEY(party_id) REFERENCES party (id),
    CONSTRAINT fk_invoice_entry_id FOREIGN KEY(entry_id) REFERENCES journal_entry (id)
)
-- next
CREATE INDEX ix_invoice_company_id ON invoice (company_id)
-- next
CREATE INDEX ix_invoice_source_id ON invoice (source_id)
-- next
CREATE INDEX ix_invoice_party_id ON invoice (party_id)
-- next
CREATE FUNCTION invoice_draft_first() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.posted THEN RAISE EXCEPTION 'virke: an invoice is posted after its lines are written'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER invoice_draft_first BEFORE INSERT ON invoice FOR EACH ROW EXECUTE FUNCTION invoice_draft_first()
-- next
CREATE FUNCTION invoice_has_number() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.posted AND NEW.number IS NULL THEN RAISE EXCEPTION 'virke: a posted invoice has a number'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER invoice_has_number BEFORE UPDATE ON invoice FOR EACH ROW EXECUTE FUNCTION invoice_has_number()
-- next
CREATE FUNCTION invoice_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.posted THEN RAISE EXCEPTION 'virke: what is posted never changes'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER invoice_no_update BEFORE UPDATE ON invoice FOR EACH ROW EXECUTE FUNCTION invoice_no_update()
-- next
CREATE FUNCTION invoice_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.posted THEN RAISE EXCEPTION 'virke: what is posted never changes'; END IF; RETURN OLD; END $$
-- next
CREATE TRIGGER invoice_no_delete BEFORE DELETE ON invoice FOR EACH ROW EXECUTE FUNCTION invoice_no_delete()
-- next
CREATE TABLE payment (
    party_id BIGINT NOT NULL,
    paid_on DATE NOT NULL,
    amount BIGINT NOT NULL,
    currency VARCHAR(3) NOT NULL,
    reference VARCHAR(140) NOT NULL,
    entry_id BIGINT,
    reversed_on DATE,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_payment PRIMARY KEY (id),
    CONSTRAINT fk_payment_party_id FOREIGN KEY(party_id) REFERENCES party (id),
    CONSTRAINT fk_payment_entry_id FOREIGN KEY(entry_id) REFERENCES journal_entry (id)
)
-- next
CREATE INDEX ix_payment_party_id ON payment (party_id)
-- next
CREATE INDEX ix_payment_company_id ON payment (company_id)
-- next
CREATE TABLE supplier_invoice (
    number VARCHAR(60) NOT NULL,
    party_id BIGINT NOT NULL,
    source_id BIGINT,
    invoice_date DATE NOT NULL,
    due_date DATE NOT NULL,
    currency VARCHAR(3) NOT NULL,
    net BIGINT NOT NULL,
    tax BIGINT NOT NULL,
    total BIGINT NOT NULL,
    status VARCHAR(20) NOT NULL,
    entry_id BIGINT,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_supplier_invoice PRIMARY KEY (id),
    CONSTRAINT uq_supplier_invoice_company_id_party_id_number UNIQUE (company_id, party_id, number),
    CONSTRAINT fk_supplier_invoice_party_id FOREIGN KEY(party_id) REFERENCES party (id),
    CONSTRAINT fk_supplier_invoice_entry_id FOREIGN KEY(entry_id) REFERENCES journal_entry (id)
)
-- next
CREATE INDEX ix_supplier_invoice_source_id ON supplier_invoice (source_id)
-- next
CREATE INDEX ix_supplier_invoice_party_id ON supplier_invoice (party_id)
-- next
CREATE INDEX ix_supplier_invoice_company_id ON supplier_invoice (company_id)
-- next
CREATE FUNCTION supplier_invoice_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.status = 'posted' THEN RAISE EXCEPTION 'virke: what is posted never changes'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER supplier_invoice_no_update BEFORE UPDATE ON supplier_invoice FOR EACH ROW EXECUTE FUNCTION supplier_invoice_no_update()
-- next
CREATE FUNCTION supplier_invoice_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.status = 'posted' THEN RAISE EXCEPTION 'virke: what is posted never changes'; END IF; RETURN OLD; END $$
-- next
CREATE TRIGGER supplier_invoice_no_delete BEFORE DELETE ON supplier_invoice FOR EACH ROW EXECUTE FUNCTION supplier_invoice_no_delete()
-- next
CREATE TABLE bank_account (
    party_id BIGINT NOT NULL,
    iban VARCHAR(34) NOT NULL,
    bic VARCHAR(11) NOT NULL,
    in_use BOOLEAN NOT NULL,
    changed_by BIGINT,
    changed_at BIGINT NOT NULL,
    verified_by BIGINT,
    verified_at BIGINT,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_bank_account PRIMARY KEY (id),
    CONSTRAINT uq_bank_account_company_id_party_id_iban UNIQUE (company_id, party_id, iban),
    CONSTRAINT ck_bank_account_two_people CHECK (verified_by IS NULL OR changed_by IS NULL OR verified_by <> changed_by),
    CONSTRAINT fk_bank_account_party_id FOREIGN KEY(party_id) REFERENCES party (id)
)
-- next
CREATE INDEX ix_bank_account_company_id ON bank_account (company_id)
-- next
CREATE INDEX ix_bank_account_party_id ON bank_account (party_id)
-- next
CREATE TABLE location (
    warehouse_id BIGINT,
    code VARCHAR(20) NOT NULL,
    kind VARCHAR(20) NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_location PRIMARY KEY (id),
    CONSTRAINT uq_location_company_id_code UNIQUE (company_id, code),
    CONSTRAINT fk_location_warehouse_id FOREIGN KEY(warehouse_id) REFERENCES warehouse (id)
)
-- next
CREATE INDEX ix_location_company_id ON location (company_id)
-- next
CREATE TABLE reservation (
    source_id BIGINT NOT NULL,
    product_id BIGINT NOT NULL,
    wanted BIGINT NOT NULL,
    quantity BIGINT NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_reservation PRIMARY KEY (id),
    CONSTRAINT uq_reservation_company_id_source_id_product_id UNIQUE (company_id, source_id, product_id),
    CONSTRAINT ck_reservation_within_wanted CHECK (quantity >= 0 AND quantity <= wanted),
    CONSTRAINT fk_reservation_product_id FOREIGN KEY(product_id) REFERENCES product (id)
)
-- next
CREATE INDEX ix_reservation_source_id ON reservation (source_id)
-- next
CREATE INDEX ix_reservation_product_id ON reservation (product_id)
-- next
CREATE INDEX ix_reservation_company_id ON reservation (company_id)
-- next
CREATE TABLE shipment (
    number VARCHAR(40) NOT NULL,
    source_id BIGINT NOT NULL,
    party_id BIGINT,
    planned_on DATE NOT NULL,
    status VARCHAR(20) NOT NULL,
    parcels INTEGER NOT NULL,
    carrier VARCHAR(100) NOT NULL,
    tracking VARCHAR(100) NOT NULL,
    dispatched_at BIGINT,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_shipment PRIMARY KEY (id),
    CONSTRAINT uq_shipment_company_id_number UNIQUE (company_id, number),
    CONSTRAINT ck_shipment_parcels CHECK (parcels >= 0),
    CONSTRAINT fk_shipment_party_id FOREIGN KEY(party_id) REFERENCES party (id)
)
-- next
CREATE INDEX ix_shipment_source_id ON shipment (source_id)
-- next
CREATE INDEX ix_shipment_party_id ON shipment (party_id)
-- next
CREATE INDEX ix_shipment_company_id ON shipment (company_id)
-- next
CREATE TABLE contact (
    person_id BIGINT NOT NULL,
    organisation_id BIGINT NOT NULL,
    title VARCHAR(100) NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_contact PRIMARY KEY (id),
    CONSTRAINT uq_contact_person_id_organisation_id UNIQUE (person_id, organisation_id),
    CONSTRAINT fk_contact_person_id FOREIGN KEY(person_id) REFERENCES party (id),
    CONSTRAINT fk_contact_organisation_id FOREIGN KEY(organisation_id) REFERENCES party (id)
)
-- next
CREATE INDEX ix_contact_person_id ON contact (person_id)
-- next
CREATE INDEX ix_contact_organisation_id ON contact (organisation_id)
-- next
CREATE INDEX ix_contact_company_id ON contact (company_id)
-- next
CREATE TABLE party_address (
    party_id BIGINT NOT NULL,
    kind VARCHAR(20) NOT NULL,
    street VARCHAR(200) NOT NULL,
    postcode VARCHAR(20) NOT NULL,
    city VARCHAR(100) NOT NULL,
    country VARCHAR(60) NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_party_address PRIMARY KEY (id),
    CONSTRAINT fk_party_address_party_id FOREIGN KEY(party_id) REFERENCES party (id)
)
-- next
CREATE INDEX ix_party_address_party_id ON party_address (party_id)
-- next
CREATE INDEX ix_party_address_company_id ON party_address (company_id)
-- next
CREATE TABLE party_company (
    party_id BIGINT NOT NULL,
    is_customer BOOLEAN NOT NULL,
    is_supplier BOOLEAN NOT NULL,
    payment_days INTEGER NOT NULL,
    credit_limit BIGINT,
    ship_policy VARCHAR(20) NOT NULL,
    blocked_reason VARCHAR(200),
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_party_company PRIMARY KEY (id),
    CONSTRAINT uq_party_company_company_id_party_id UNIQUE (company_id, party_id),
    CONSTRAINT fk_party_company_party_id FOREIGN KEY(party_id) REFERENCES party (id)
)
-- next
CREATE INDEX ix_party_company_company_id ON party_company (company_id)
-- next
CREATE TABLE product_company (
    product_id BIGINT NOT NULL,
    sold BOOLEAN NOT NULL,
    reorder_level BIGINT NOT NULL,
    buys_missing BOOLEAN NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_product_company PRIMARY KEY (id),
    CONSTRAINT uq_product_company_company_id_product_id UNIQUE (company_id, product_id),
    CONSTRAINT fk_product_company_product_id FOREIGN KEY(product_id) REFERENCES product (id)
)
-- next
CREATE INDEX ix_product_company_company_id ON product_company (company_id)
-- next
CREATE TABLE requisition_line (
    requisition_id BIGINT NOT NULL,
    product_id BIGINT NOT NULL,
    quantity BIGINT NOT NULL,
    unit_price BIGINT NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_requisition_line PRIMARY KEY (id),
    CONSTRAINT ck_requisition_line_positive CHECK (quantity > 0),
    CONSTRAINT fk_requisition_line_requisition_id FOREIGN KEY(requisition_id) REFERENCES requisition (id),
    CONSTRAINT fk_requisition_line_product_id FOREIGN KEY(product_id) REFERENCES product (id)
)
-- next
CREATE INDEX ix_requisition_line_company_id ON requisition_line (company_id)
-- next
CREATE INDEX ix_requisition_line_requisition_id ON requisition_line (requisition_id)
-- next
CREATE TABLE rfq (
    number VARCHAR(40) NOT NULL,
    requisition_id BIGINT NOT NULL,
    answer_by DATE NOT NULL,
    status VARCHAR(20) NOT NULL,
    reason VARCHAR(400) NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_rfq PRIMARY KEY (id),
    CONSTRAINT uq_rfq_company_id_number UNIQUE (company_id, number),
    CONSTRAINT fk_rfq_requisition_id FOREIGN KEY(requisition_id) REFERENCES requisition (id)
)
-- next
CREATE INDEX ix_rfq_requisition_id ON rfq (requisition_id)
-- next
CREATE INDEX ix_rfq_company_id ON rfq (company_id)
-- next
CREATE TABLE purchase_order (
    number VARCHAR(40) NOT NULL,
    party_id BIGINT NOT NULL,
    requisition_id BIGINT,
    order_date DATE NOT NULL,
    expected_on DATE,
    currency VARCHAR(3) NOT NULL,
    net BIGINT NOT NULL,
    status VARCHAR(20) NOT NULL,
    issued_by BIGINT,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_purchase_order PRIMARY KEY (id),
    CONSTRAINT uq_purchase_order_company_id_number UNIQUE (company_id, number),
    CONSTRAINT fk_purchase_order_party_id FOREIGN KEY(party_id) REFERENCES party (id),
    CONSTRAINT fk_purchase_order_requisition_id FOREIGN KEY(requisition_id) REFERENCES requisition (id)
)
-- next
CREATE INDEX ix_purchase_order_requisition_id ON purchase_order (requisition_id)
-- next
CREATE INDEX ix_purchase_order_company_id ON purchase_order (company_id)
-- next
CREATE INDEX ix_purchase_order_party_id ON purchase_order (party_id)
-- next
CREATE TABLE sales_order (
    number VARCHAR(40) NOT NULL,
    party_id BIGINT NOT NULL,
    order_date DATE NOT NULL,
    required_date DATE,
    currency VARCHAR(3) NOT NULL,
    freight BIGINT NOT NULL,
    status VARCHAR(20) NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_sales_order PRIMARY KEY (id),
    CONSTRAINT uq_sales_order_company_id_number UNIQUE (company_id, number),
    CONSTRAINT fk_sales_order_party_id FOREIGN KEY(party_id) REFERENCES party (id)
)
-- next
CREATE INDEX ix_sales_order_party_id ON sales_order (party_id)
-- next
CREATE INDEX ix_sales_order_company_id ON sales_order (company_id)
-- next
CREATE TABLE consent_event (
    party_id BIGINT NOT NULL,
    channel VARCHAR(20) NOT NULL,
    given BOOLEAN NOT NULL,
    source VARCHAR(200) NOT NULL,
    happened_at BIGINT NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_consent_event PRIMARY KEY (id),
    CONSTRAINT ck_consent_event_known_channel CHECK (channel IN ('mail', 'sms', 'call')),
    CONSTRAINT fk_consent_event_party_id FOREIGN KEY(party_id) REFERENCES party (id)
)
-- next
CREATE INDEX ix_consent_event_company_id ON consent_event (company_id)
-- next
CREATE INDEX ix_consent_event_party_id ON consent_event (party_id)
-- next
CREATE FUNCTION consent_event_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'virke: what was said about consent never changes'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER consent_event_no_update BEFORE UPDATE ON consent_event FOR EACH ROW EXECUTE FUNCTION consent_event_no_update()
-- next
CREATE FUNCTION consent_event_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'virke: what was said about consent never changes'; END IF; RETURN OLD; END $$
-- next
CREATE TRIGGER consent_event_no_delete BEFORE DELETE ON consent_event FOR EACH ROW EXECUTE FUNCTION consent_event_no_delete()
-- next
CREATE TABLE campaign_member (
    campaign_id BIGINT NOT NULL,
    party_id BIGINT NOT NULL,
    state VARCHAR(20) NOT NULL,
    contacted_at BIGINT,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_campaign_member PRIMARY KEY (id),
    CONSTRAINT uq_campaign_member_campaign_id_party_id UNIQUE (campaign_id, party_id),
    CONSTRAINT fk_campaign_member_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id),
    CONSTRAINT fk_campaign_member_party_id FOREIGN KEY(party_id) REFERENCES party (id)
)
-- next
CREATE INDEX ix_campaign_member_campaign_id ON campaign_member (campaign_id)
-- next
CREATE INDEX ix_campaign_member_company_id ON campaign_member (company_id)
-- next
CREATE INDEX ix_campaign_member_party_id ON campaign_member (party_id)
-- next
CREATE TABLE campaign_cost (
    campaign_id BIGINT NOT NULL,
    spent_on DATE NOT NULL,
    text VARCHAR(200) NOT NULL,
    amount BIGINT NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_campaign_cost PRIMARY KEY (id),
    CONSTRAINT ck_campaign_cost_positive CHECK (amount > 0),
    CONSTRAINT fk_campaign_cost_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id)
)
-- next
CREATE INDEX ix_campaign_cost_company_id ON campaign_cost (company_id)
-- next
CREATE INDEX ix_campaign_cost_campaign_id ON campaign_cost (campaign_id)
-- next
CREATE TABLE lead (
    name VARCHAR(200) NOT NULL,
    organisation VARCHAR(200) NOT NULL,
    cvr VARCHAR(20),
    email VARCHAR(200),
    phone VARCHAR(40),
    title VARCHAR(100) NOT NULL,
    source VARCHAR(20) NOT NULL,
    campaign_id BIGINT,
    employees INTEGER,
    amount BIGINT,
    message VARCHAR(2000) NOT NULL,
    state VARCHAR(20) NOT NULL,
    score INTEGER,
    grade VARCHAR(10) NOT NULL,
    owner_id BIGINT,
    answered_at BIGINT,
    reason VARCHAR(200) NOT NULL,
    nurture_until DATE,
    party_id BIGINT,
    deal_id BIGINT,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_lead PRIMARY KEY (id),
    CONSTRAINT ck_lead_converted_has_deal CHECK (state <> 'converted' OR deal_id IS NOT NULL),
    CONSTRAINT fk_lead_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id),
    CONSTRAINT fk_lead_owner_id FOREIGN KEY(owner_id) REFERENCES app_user (id),
    CONSTRAINT fk_lead_party_id FOREIGN KEY(party_id) REFERENCES party (id)
)
-- next
CREATE INDEX ix_lead_state ON lead (state)
-- next
CREATE INDEX ix_lead_company_id ON lead (company_id)
-- next
CREATE INDEX ix_lead_email ON lead (email)
-- next
CREATE INDEX ix_lead_party_id ON lead (party_id)
-- next
CREATE INDEX ix_lead_cvr ON lead (cvr)
-- next
CREATE INDEX ix_lead_owner_id ON lead (owner_id)
-- next
CREATE INDEX ix_lead_deal_id ON lead (deal_id)
-- next
CREATE INDEX ix_lead_phone ON lead (phone)
-- next
CREATE INDEX ix_lead_campaign_id ON lead (campaign_id)
-- next
CREATE TABLE party_merge (
    kept_id BIGINT NOT NULL,
    dropped_id BIGINT NOT NULL,
    moved TEXT NOT NULL,
    undoes_id BIGINT,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_party_merge PRIMARY KEY (id),
    CONSTRAINT fk_party_merge_kept_id FOREIGN KEY(kept_id) REFERENCES party (id),
    CONSTRAINT fk_party_merge_dropped_id FOREIGN KEY(dropped_id) REFERENCES party (id),
    CONSTRAINT uq_party_merge_undoes_id UNIQUE (undoes_id),
    CONSTRAINT fk_party_merge_undoes_id FOREIGN KEY(undoes_id) REFERENCES party_merge (id)
)
-- next
CREATE INDEX ix_party_merge_dropped_id ON party_merge (dropped_id)
-- next
CREATE INDEX ix_party_merge_kept_id ON party_merge (kept_id)
-- next
CREATE INDEX ix_party_merge_company_id ON party_merge (company_id)
-- next
CREATE FUNCTION party_merge_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'virke: a merge is undone, never changed'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER party_merge_no_update BEFORE UPDATE ON party_merge FOR EACH ROW EXECUTE FUNCTION party_merge_no_update()
-- next
CREATE FUNCTION party_merge_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'virke: a merge is undone, never changed'; END IF; RETURN OLD; END $$
-- next
CREATE TRIGGER party_merge_no_delete BEFORE DELETE ON party_merge FOR EACH ROW EXECUTE FUNCTION party_merge_no_delete()
-- next
CREATE TABLE stage (
    pipeline_id BIGINT NOT NULL,
    position INTEGER NOT NULL,
    code VARCHAR(40) NOT NULL,
    name VARCHAR(100) NOT NULL,
    type VARCHAR(10) NOT NULL,
    probability BIGINT NOT NULL,
    needs VARCHAR(20) NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_stage PRIMARY KEY (id),
    CONSTRAINT uq_stage_pipeline_id_code UNIQUE (pipeline_id, code),
    CONSTRAINT ck_stage_known_type CHECK (type IN ('open', 'won', 'lost')),
    CONSTRAINT ck_stage_probable CHECK (probability >= 0 AND probability <= 10000000000),
    CONSTRAINT fk_stage_pipeline_id FOREIGN KEY(pipeline_id) REFERENCES pipeline (id)
)
-- next
CREATE INDEX ix_stage_company_id ON stage (company_id)
-- next
CREATE INDEX ix_stage_pipeline_id ON stage (pipeline_id)
-- next
CREATE TABLE role_grant (
    user_id BIGINT,
    group_id BIGINT,
    role_id BIGINT NOT NULL,
    company_id BIGINT NOT NULL,
    department_id BIGINT,
    valid_from BIGINT,
    valid_to BIGINT,
    id BIGINT NOT NULL,
    CONSTRAINT pk_role_grant PRIMARY KEY (id),
    CONSTRAINT ck_role_grant_user_or_group CHECK ((user_id IS NULL) <> (group_id IS NULL)),
    CONSTRAINT fk_role_grant_user_id FOREIGN KEY(user_id) REFERENCES app_user (id),
    CONSTRAINT fk_role_grant_group_id FOREIGN KEY(group_id) REFERENCES user_group (id),
    CONSTRAINT fk_role_grant_role_id FOREIGN KEY(role_id) REFERENCES role (id),
    CONSTRAINT fk_role_grant_company_id FOREIGN KEY(company_id) REFERENCES company (id),
    CONSTRAINT fk_role_grant_department_id FOREIGN KEY(department_id) REFERENCES department (id)
)
-- next
CREATE INDEX ix_role_grant_role_id ON role_grant (role_id)
-- next
CREATE INDEX ix_role_grant_group_id ON role_grant (group_id)
-- next
CREATE INDEX ix_role_grant_user_id ON role_grant (user_id)
-- next
CREATE INDEX ix_role_grant_company_id ON role_grant (company_id)
-- next
CREATE TABLE notice_seen (
    notice_id BIGINT NOT NULL,
    user_id BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_notice_seen PRIMARY KEY (id),
    CONSTRAINT uq_notice_seen_notice_id_user_id UNIQUE (notice_id, user_id),
    CONSTRAINT fk_notice_seen_notice_id FOREIGN KEY(notice_id) REFERENCES notice (id),
    CONSTRAINT fk_notice_seen_user_id FOREIGN KEY(user_id) REFERENCES app_user (id)
)
-- next
CREATE INDEX ix_notice_seen_user_id ON notice_seen (user_id)
-- next
CREATE TABLE invoice_line (
    invoice_id BIGINT NOT NULL,
    product_id BIGINT,
    text VARCHAR(200) NOT NULL,
    quantity BIGINT NOT NULL,
    unit_price BIGINT NOT NULL,
    discount BIGINT NOT NULL,
    net BIGINT NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_invoice_line PRIMARY KEY (id),
    CONSTRAINT fk_invoice_line_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoice (id),
    CONSTRAINT fk_invoice_line_product_id FOREIGN KEY(product_id) REFERENCES product (id)
)
-- next
CREATE INDEX ix_invoice_line_company_id ON invoice_line (company_id)
-- next
CREATE INDEX ix_invoice_line_invoice_id ON invoice_line (invoice_id)
-- next
CREATE FUNCTION invoice_line_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM invoice WHERE id = OLD.invoice_id AND posted) THEN RAISE EXCEPTION 'virke: what is posted never changes'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER invoice_line_no_update BEFORE UPDATE ON invoice_line FOR EACH ROW EXECUTE FUNCTION invoice_line_no_update()
-- next
CREATE FUNCTION invoice_line_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM invoice WHERE id = OLD.invoice_id AND posted) THEN RAISE EXCEPTION 'virke: what is posted never changes'; END IF; RETURN OLD; END $$
-- next
CREATE TRIGGER invoice_line_no_delete BEFORE DELETE ON invoice_line FOR EACH ROW EXECUTE FUNCTION invoice_line_no_delete()
-- next
CREATE FUNCTION invoice_line_no_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM invoice WHERE id = NEW.invoice_id AND posted) THEN RAISE EXCEPTION 'virke: what is posted never changes'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER invoice_line_no_insert BEFORE INSERT ON invoice_line FOR EACH ROW EXECUTE FUNCTION invoice_line_no_insert()
-- next
CREATE FUNCTION invoice_line_no_move() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM invoice WHERE id = NEW.invoice_id AND posted) THEN RAISE EXCEPTION 'virke: what is posted never changes'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER invoice_line_no_move BEFORE UPDATE ON invoice_line FOR EACH ROW EXECUTE FUNCTION invoice_line_no_move()
-- next
CREATE TABLE allocation (
    payment_id BIGINT NOT NULL,
    invoice_id BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_allocation PRIMARY KEY (id),
    CONSTRAINT fk_allocation_payment_id FOREIGN KEY(payment_id) REFERENCES payment (id),
    CONSTRAINT fk_allocation_invoice_id FOREIGN KEY(invoice_id) REFERENCES invoice (id)
)
-- next
CREATE INDEX ix_allocation_payment_id ON allocation (payment_id)
-- next
CREATE INDEX ix_allocation_invoice_id ON allocation (invoice_id)
-- next
CREATE INDEX ix_allocation_company_id ON allocation (company_id)
-- next
CREATE FUNCTION allocation_fits() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF (SELECT COALESCE(SUM(amount), 0) + NEW.amount FROM allocation WHERE invoice_id = NEW.invoice_id) < 0 OR (SELECT COALESCE(SUM(amount), 0) + NEW.amount FROM allocation WHERE invoice_id = NEW.invoice_id) > (SELECT total FROM invoice WHERE id = NEW.invoice_id) OR (SELECT COALESCE(SUM(amount), 0) + NEW.amount FROM allocation WHERE payment_id = NEW.payment_id) < 0 OR (SELECT COALESCE(SUM(amount), 0) + NEW.amount FROM allocation WHERE payment_id = NEW.payment_id) > (SELECT amount FROM payment WHERE id = NEW.payment_id) THEN RAISE EXCEPTION 'virke: no more is allocated than the invoice and the payment have'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER allocation_fits BEFORE INSERT ON allocation FOR EACH ROW EXECUTE FUNCTION allocation_fits()
-- next
CREATE FUNCTION allocation_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'virke: what is posted never changes'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER allocation_no_update BEFORE UPDATE ON allocation FOR EACH ROW EXECUTE FUNCTION allocation_no_update()
-- next
CREATE FUNCTION allocation_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'virke: what is posted never changes'; END IF; RETURN OLD; END $$
-- next
CREATE TRIGGER allocation_no_delete BEFORE DELETE ON allocation FOR EACH ROW EXECUTE FUNCTION allocation_no_delete()
-- next
CREATE TABLE bank_line (
    bank_id VARCHAR(80) NOT NULL,
    booked_on DATE NOT NULL,
    amount BIGINT NOT NULL,
    currency VARCHAR(3) NOT NULL,
    text VARCHAR(140) NOT NULL,
    payment_id BIGINT,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_bank_line PRIMARY KEY (id),
    CONSTRAINT uq_bank_line_company_id_bank_id UNIQUE (company_id, bank_id),
    CONSTRAINT fk_bank_line_payment_id FOREIGN KEY(payment_id) REFERENCES payment (id)
)
-- next
CREATE INDEX ix_bank_line_payment_id ON bank_line (payment_id)
-- next
CREATE INDEX ix_bank_line_company_id ON bank_line (company_id)
-- next
CREATE TABLE supplier_invoice_line (
    invoice_id BIGINT NOT NULL,
    product_id BIGINT,
    text VARCHAR(200) NOT NULL,
    quantity BIGINT NOT NULL,
    unit_price BIGINT NOT NULL,
    tax_rate BIGINT NOT NULL,
    net BIGINT NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_supplier_invoice_line PRIMARY KEY (id),
    CONSTRAINT fk_supplier_invoice_line_invoice_id FOREIGN KEY(invoice_id) REFERENCES supplier_invoice (id),
    CONSTRAINT fk_supplier_invoice_line_product_id FOREIGN KEY(product_id) REFERENCES product (id)
)
-- next
CREATE INDEX ix_supplier_invoice_line_company_id ON supplier_invoice_line (company_id)
-- next
CREATE INDEX ix_supplier_invoice_line_invoice_id ON supplier_invoice_line (invoice_id)
-- next
CREATE FUNCTION supplier_invoice_line_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM supplier_invoice WHERE id = OLD.invoice_id AND status = 'posted') THEN RAISE EXCEPTION 'virke: what is posted never changes'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER supplier_invoice_line_no_update BEFORE UPDATE ON supplier_invoice_line FOR EACH ROW EXECUTE FUNCTION supplier_invoice_line_no_update()
-- next
CREATE FUNCTION supplier_invoice_line_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM supplier_invoice WHERE id = OLD.invoice_id AND status = 'posted') THEN RAISE EXCEPTION 'virke: what is posted never changes'; END IF; RETURN OLD; END $$
-- next
CREATE TRIGGER supplier_invoice_line_no_delete BEFORE DELETE ON supplier_invoice_line FOR EACH ROW EXECUTE FUNCTION supplier_invoice_line_no_delete()
-- next
CREATE FUNCTION supplier_invoice_line_no_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM supplier_invoice WHERE id = NEW.invoice_id AND status = 'posted') THEN RAISE EXCEPTION 'virke: what is posted never changes'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER supplier_invoice_line_no_insert BEFORE INSERT ON supplier_invoice_line FOR EACH ROW EXECUTE FUNCTION supplier_invoice_line_no_insert()
-- next
CREATE TABLE stock_move (
    product_id BIGINT NOT NULL,
    from_id BIGINT NOT NULL,
    to_id BIGINT NOT NULL,
    quantity BIGINT NOT NULL,
    unit_cost BIGINT NOT NULL,
    source_id BIGINT,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_stock_move PRIMARY KEY (id),
    CONSTRAINT ck_stock_move_positive CHECK (quantity > 0),
    CONSTRAINT ck_stock_move_two_ends CHECK (from_id <> to_id),
    CONSTRAINT fk_stock_move_product_id FOREIGN KEY(product_id) REFERENCES product (id),
    CONSTRAINT fk_stock_move_from_id FOREIGN KEY(from_id) REFERENCES location (id),
    CONSTRAINT fk_stock_move_to_id FOREIGN KEY(to_id) REFERENCES location (id)
)
-- next
CREATE INDEX ix_stock_move_product_id ON stock_move (product_id)
-- next
CREATE INDEX ix_stock_move_source_id ON stock_move (source_id)
-- next
CREATE INDEX ix_stock_move_company_id ON stock_move (company_id)
-- next
CREATE FUNCTION stock_move_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'virke: a stock move never changes'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER stock_move_no_update BEFORE UPDATE ON stock_move FOR EACH ROW EXECUTE FUNCTION stock_move_no_update()
-- next
CREATE FUNCTION stock_move_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'virke: a stock move never changes'; END IF; RETURN OLD; END $$
-- next
CREATE TRIGGER stock_move_no_delete BEFORE DELETE ON stock_move FOR EACH ROW EXECUTE FUNCTION stock_move_no_delete()
-- next
CREATE TABLE stock_balance (
    product_id BIGINT NOT NULL,
    location_id BIGINT NOT NULL,
    quantity BIGINT NOT NULL,
    reserved BIGINT NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_stock_balance PRIMARY KEY (id),
    CONSTRAINT uq_stock_balance_company_id_product_id_location_id UNIQUE (company_id, product_id, location_id),
    CONSTRAINT ck_stock_balance_not_negative CHECK (quantity >= 0),
    CONSTRAINT ck_stock_balance_reserved_is_there CHECK (reserved >= 0 AND reserved <= quantity),
    CONSTRAINT fk_stock_balance_product_id FOREIGN KEY(product_id) REFERENCES product (id),
    CONSTRAINT fk_stock_balance_location_id FOREIGN KEY(location_id) REFERENCES location (id)
)
-- next
CREATE INDEX ix_stock_balance_company_id ON stock_balance (company_id)
-- next
CREATE TABLE shipment_line (
    shipment_id BIGINT NOT NULL,
    product_id BIGINT NOT NULL,
    planned BIGINT NOT NULL,
    shipped BIGINT NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_shipment_line PRIMARY KEY (id),
    CONSTRAINT uq_shipment_line_shipment_id_product_id UNIQUE (shipment_id, product_id),
    CONSTRAINT ck_shipment_line_not_negative CHECK (planned >= 0 AND shipped >= 0),
    CONSTRAINT fk_shipment_line_shipment_id FOREIGN KEY(shipment_id) REFERENCES shipment (id),
    CONSTRAINT fk_shipment_line_product_id FOREIGN KEY(product_id) REFERENCES product (id)
)
-- next
CREATE INDEX ix_shipment_line_product_id ON shipment_line (product_id)
-- next
CREATE INDEX ix_shipment_line_shipment_id ON shipment_line (shipment_id)
-- next
CREATE INDEX ix_shipment_line_company_id ON shipment_line (company_id)
-- next
CREATE TABLE bid (
    rfq_id BIGINT NOT NULL,
    party_id BIGINT NOT NULL,
    amount BIGINT,
    delivery_days INTEGER,
    note VARCHAR(400) NOT NULL,
    status VARCHAR(20) NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_bid PRIMARY KEY (id),
    CONSTRAINT uq_bid_rfq_id_party_id UNIQUE (rfq_id, party_id),
    CONSTRAINT fk_bid_rfq_id FOREIGN KEY(rfq_id) REFERENCES rfq (id),
    CONSTRAINT fk_bid_party_id FOREIGN KEY(party_id) REFERENCES party (id)
)
-- next
CREATE INDEX ix_bid_rfq_id ON bid (rfq_id)
-- next
CREATE INDEX ix_bid_company_id ON bid (company_id)
-- next
CREATE TABLE purchase_order_line (
    order_id BIGINT NOT NULL,
    product_id BIGINT NOT NULL,
    quantity BIGINT NOT NULL,
    cancelled BIGINT NOT NULL,
    unit_price BIGINT NOT NULL,
    tax_rate BIGINT NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_purchase_order_line PRIMARY KEY (id),
    CONSTRAINT ck_purchase_order_line_positive CHECK (quantity > 0),
    CONSTRAINT ck_purchase_order_line_cancelled_is_there CHECK (cancelled >= 0 AND cancelled <= quantity),
    CONSTRAINT uq_purchase_order_line_order_id_product_id UNIQUE (order_id, product_id),
    CONSTRAINT fk_purchase_order_line_order_id FOREIGN KEY(order_id) REFERENCES purchase_order (id),
    CONSTRAINT fk_purchase_order_line_product_id FOREIGN KEY(product_id) REFERENCES product (id)
)
-- next
CREATE INDEX ix_purchase_order_line_company_id ON purchase_order_line (company_id)
-- next
CREATE INDEX ix_purchase_order_line_product_id ON purchase_order_line (product_id)
-- next
CREATE INDEX ix_purchase_order_line_order_id ON purchase_order_line (order_id)
-- next
CREATE TABLE goods_receipt (
    number VARCHAR(40) NOT NULL,
    order_id BIGINT NOT NULL,
    received_on DATE NOT NULL,
    delivery_note VARCHAR(60) NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_goods_receipt PRIMARY KEY (id),
    CONSTRAINT uq_goods_receipt_company_id_number UNIQUE (company_id, number),
    CONSTRAINT fk_goods_receipt_order_id FOREIGN KEY(order_id) REFERENCES purchase_order (id)
)
-- next
CREATE INDEX ix_goods_receipt_order_id ON goods_receipt (order_id)
-- next
CREATE INDEX ix_goods_receipt_company_id ON goods_receipt (company_id)
-- next
CREATE FUNCTION goods_receipt_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'virke: a receipt never changes'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER goods_receipt_no_update BEFORE UPDATE ON goods_receipt FOR EACH ROW EXECUTE FUNCTION goods_receipt_no_update()
-- next
CREATE FUNCTION goods_receipt_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'virke: a receipt never changes'; END IF; RETURN OLD; END $$
-- next
CREATE TRIGGER goods_receipt_no_delete BEFORE DELETE ON goods_receipt FOR EACH ROW EXECUTE FUNCTION goods_receipt_no_delete()
-- next
CREATE TABLE sales_order_line (
    order_id BIGINT NOT NULL,
    product_id BIGINT NOT NULL,
    quantity BIGINT NOT NULL,
    cancelled BIGINT NOT NULL,
    unit_price BIGINT NOT NULL,
    discount BIGINT NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_sales_order_line PRIMARY KEY (id),
    CONSTRAINT ck_sales_order_line_positive CHECK (quantity > 0),
    CONSTRAINT ck_sales_order_line_cancelled_is_there CHECK (cancelled >= 0 AND cancelled <= quantity),
    CONSTRAINT fk_sales_order_line_order_id FOREIGN KEY(order_id) REFERENCES sales_order (id),
    CONSTRAINT fk_sales_order_line_product_id FOREIGN KEY(product_id) REFERENCES product (id)
)
-- next
CREATE INDEX ix_sales_order_line_product_id ON sales_order_line (product_id)
-- next
CREATE INDEX ix_sales_order_line_company_id ON sales_order_line (company_id)
-- next
CREATE INDEX ix_sales_order_line_order_id ON sales_order_line (order_id)
-- next
CREATE TABLE deal (
    name VARCHAR(200) NOT NULL,
    party_id BIGINT NOT NULL,
    contact_id BIGINT,
    pipeline_id BIGINT NOT NULL,
    stage_id BIGINT NOT NULL,
    status VARCHAR(10) NOT NULL,
    owner_id BIGINT,
    amount BIGINT NOT NULL,
    currency VARCHAR(3) NOT NULL,
    expected_close DATE,
    need VARCHAR(2000) NOT NULL,
    budget VARCHAR(20) NOT NULL,
    decision_maker VARCHAR(200) NOT NULL,
    timing VARCHAR(20) NOT NULL,
    next_action VARCHAR(200) NOT NULL,
    next_action_on DATE,
    lead_id BIGINT,
    campaign_id BIGINT,
    order_id BIGINT,
    lost_reason VARCHAR(40) NOT NULL,
    competitor VARCHAR(200) NOT NULL,
    contact_again_on DATE,
    closed_at BIGINT,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_deal PRIMARY KEY (id),
    CONSTRAINT ck_deal_known_status CHECK (status IN ('open', 'won', 'lost', 'void')),
    CONSTRAINT ck_deal_lost_has_a_reason CHECK (status <> 'lost' OR lost_reason <> ''),
    CONSTRAINT ck_deal_not_negative CHECK (amount >= 0),
    CONSTRAINT fk_deal_party_id FOREIGN KEY(party_id) REFERENCES party (id),
    CONSTRAINT fk_deal_contact_id FOREIGN KEY(contact_id) REFERENCES party (id),
    CONSTRAINT fk_deal_pipeline_id FOREIGN KEY(pipeline_id) REFERENCES pipeline (id),
    CONSTRAINT fk_deal_stage_id FOREIGN KEY(stage_id) REFERENCES stage (id),
    CONSTRAINT fk_deal_owner_id FOREIGN KEY(owner_id) REFERENCES app_user (id),
    CONSTRAINT fk_deal_lead_id FOREIGN KEY(lead_id) REFERENCES lead (id),
    CONSTRAINT fk_deal_campaign_id FOREIGN KEY(campaign_id) REFERENCES campaign (id),
    CONSTRAINT fk_deal_order_id FOREIGN KEY(order_id) REFERENCES sales_order (id)
)
-- next
CREATE INDEX ix_deal_owner_id ON deal (owner_id)
-- next
CREATE INDEX ix_deal_campaign_id ON deal (campaign_id)
-- next
CREATE INDEX ix_deal_party_id ON deal (party_id)
-- next
CREATE INDEX ix_deal_stage_id ON deal (stage_id)
-- next
CREATE INDEX ix_deal_status ON deal (status)
-- next
CREATE INDEX ix_deal_lead_id ON deal (lead_id)
-- next
CREATE INDEX ix_deal_company_id ON deal (company_id)
-- next
CREATE INDEX ix_deal_pipeline_id ON deal (pipeline_id)
-- next
CREATE INDEX ix_deal_order_id ON deal (order_id)
-- next
CREATE FUNCTION deal_begins_open() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.status <> 'open' THEN RAISE EXCEPTION 'virke: a deal begins open'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER deal_begins_open BEFORE INSERT ON deal FOR EACH ROW EXECUTE FUNCTION deal_begins_open()
-- next
CREATE FUNCTION deal_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'virke: a deal is lost, never deleted'; END IF; RETURN OLD; END $$
-- next
CREATE TRIGGER deal_no_delete BEFORE DELETE ON deal FOR EACH ROW EXECUTE FUNCTION deal_no_delete()
-- next
CREATE FUNCTION deal_won_has_agreement() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.status = 'won' AND NOT (EXISTS (SELECT 1 FROM quote WHERE deal_id = NEW.id AND status = 'accepted') OR EXISTS (SELECT 1 FROM contract WHERE deal_id = NEW.id AND state = 'signed')) THEN RAISE EXCEPTION 'virke: a won deal has an accepted quote or a signed contract'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER deal_won_has_agreement BEFORE UPDATE ON deal FOR EACH ROW EXECUTE FUNCTION deal_won_has_agreement()
-- next
CREATE FUNCTION deal_stage_by_step() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.stage_id <> NEW.stage_id AND NEW.stage_id <> COALESCE((SELECT to_id FROM deal_stage_event WHERE deal_id = NEW.id ORDER BY happened_at DESC, id DESC LIMIT 1), 0) THEN RAISE EXCEPTION 'virke: a deal changes its stage by a step that is kept'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER deal_stage_by_step BEFORE UPDATE ON deal FOR EACH ROW EXECUTE FUNCTION deal_stage_by_step()
-- next
CREATE FUNCTION deal_stage_fits() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.status <> 'void' AND NEW.status <> COALESCE((SELECT type FROM stage WHERE id = NEW.stage_id AND pipeline_id = NEW.pipeline_id), '') THEN RAISE EXCEPTION 'virke: a deal stands in a stage of its own pipeline, and is open, won or lost as this stage is'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER deal_stage_fits BEFORE UPDATE ON deal FOR EACH ROW EXECUTE FUNCTION deal_stage_fits()
-- next
CREATE TABLE ticket (
    number VARCHAR(40) NOT NULL,
    subject VARCHAR(200) NOT NULL,
    party_id BIGINT NOT NULL,
    order_id BIGINT,
    kind VARCHAR(20) NOT NULL,
    priority VARCHAR(20) NOT NULL,
    state VARCHAR(20) NOT NULL,
    owner_id BIGINT,
    text VARCHAR(4000) NOT NULL,
    solution VARCHAR(4000) NOT NULL,
    respond_minutes INTEGER NOT NULL,
    solve_minutes INTEGER NOT NULL,
    opened_at BIGINT NOT NULL,
    answered_at BIGINT,
    solved_at BIGINT,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_ticket PRIMARY KEY (id),
    CONSTRAINT uq_ticket_company_id_number UNIQUE (company_id, number),
    CONSTRAINT ck_ticket_known_state CHECK (state IN ('open', 'waiting', 'solved', 'closed')),
    CONSTRAINT ck_ticket_known_priority CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
    CONSTRAINT ck_ticket_solved_has_a_solution CHECK (state <> 'solved' OR solution <> ''),
    CONSTRAINT fk_ticket_party_id FOREIGN KEY(party_id) REFERENCES party (id),
    CONSTRAINT fk_ticket_order_id FOREIGN KEY(order_id) REFERENCES sales_order (id),
    CONSTRAINT fk_ticket_owner_id FOREIGN KEY(owner_id) REFERENCES app_user (id)
)
-- next
CREATE INDEX ix_ticket_party_id ON ticket (party_id)
-- next
CREATE INDEX ix_ticket_order_id ON ticket (order_id)
-- next
CREATE INDEX ix_ticket_company_id ON ticket (company_id)
-- next
CREATE INDEX ix_ticket_state ON ticket (state)
-- next
CREATE INDEX ix_ticket_owner_id ON ticket (owner_id)
-- next
CREATE TABLE match_result (
    invoice_id BIGINT NOT NULL,
    line_id BIGINT NOT NULL,
    product_id BIGINT,
    verdict VARCHAR(20) NOT NULL,
    difference BIGINT NOT NULL,
    received_value BIGINT NOT NULL,
    resolution VARCHAR(20),
    reason VARCHAR(400) NOT NULL,
    resolved_by BIGINT,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_match_result PRIMARY KEY (id),
    CONSTRAINT fk_match_result_invoice_id FOREIGN KEY(invoice_id) REFERENCES supplier_invoice (id),
    CONSTRAINT uq_match_result_line_id UNIQUE (line_id),
    CONSTRAINT fk_match_result_line_id FOREIGN KEY(line_id) REFERENCES supplier_invoice_line (id),
    CONSTRAINT fk_match_result_product_id FOREIGN KEY(product_id) REFERENCES product (id)
)
-- next
CREATE INDEX ix_match_result_company_id ON match_result (company_id)
-- next
CREATE INDEX ix_match_result_invoice_id ON match_result (invoice_id)
-- next
CREATE TABLE payment_run (
    number VARCHAR(40) NOT NULL,
    pay_on DATE NOT NULL,
    currency VARCHAR(3) NOT NULL,
    total BIGINT NOT NULL,
    status VARCHAR(20) NOT NULL,
    preparer_id BIGINT,
    approver_id BIGINT,
    bank_file TEXT,
    entry_id BIGINT,
    bank_line_id BIGINT,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_payment_run PRIMARY KEY (id),
    CONSTRAINT uq_payment_run_company_id_number UNIQUE (company_id, number),
    CONSTRAINT ck_payment_run_two_people CHECK (approver_id IS NULL OR approver_id <> preparer_id),
    CONSTRAINT fk_payment_run_entry_id FOREIGN KEY(entry_id) REFERENCES journal_entry (id),
    CONSTRAINT fk_payment_run_bank_line_id FOREIGN KEY(bank_line_id) REFERENCES bank_line (id)
)
-- next
CREATE INDEX ix_payment_run_company_id ON payment_run (company_id)
-- next
CREATE FUNCTION payment_run_keeps_its_file() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.bank_file IS NOT NULL AND (NEW.bank_file IS NULL OR NEW.bank_file <> OLD.bank_file OR NEW.total <> OLD.total) THEN RAISE EXCEPTION 'virke: what the bank was told never changes'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER payment_run_keeps_its_file BEFORE UPDATE ON payment_run FOR EACH ROW EXECUTE FUNCTION payment_run_keeps_its_file()
-- next
CREATE TABLE goods_receipt_line (
    receipt_id BIGINT NOT NULL,
    product_id BIGINT NOT NULL,
    accepted BIGINT NOT NULL,
    rejected BIGINT NOT NULL,
    reason VARCHAR(200) NOT NULL,
    value BIGINT NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_goods_receipt_line PRIMARY KEY (id),
    CONSTRAINT ck_goods_receipt_line_not_negative CHECK (rejected >= 0),
    CONSTRAINT ck_goods_receipt_line_reason_given CHECK (rejected = 0 OR reason <> ''),
    CONSTRAINT fk_goods_receipt_line_receipt_id FOREIGN KEY(receipt_id) REFERENCES goods_receipt (id),
    CONSTRAINT fk_goods_receipt_line_product_id FOREIGN KEY(product_id) REFERENCES product (id)
)
-- next
CREATE INDEX ix_goods_receipt_line_receipt_id ON goods_receipt_line (receipt_id)
-- next
CREATE INDEX ix_goods_receipt_line_company_id ON goods_receipt_line (company_id)
-- next
CREATE INDEX ix_goods_receipt_line_product_id ON goods_receipt_line (product_id)
-- next
CREATE FUNCTION goods_receipt_line_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'virke: a receipt never changes'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER goods_receipt_line_no_update BEFORE UPDATE ON goods_receipt_line FOR EACH ROW EXECUTE FUNCTION goods_receipt_line_no_update()
-- next
CREATE FUNCTION goods_receipt_line_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'virke: a receipt never changes'; END IF; RETURN OLD; END $$
-- next
CREATE TRIGGER goods_receipt_line_no_delete BEFORE DELETE ON goods_receipt_line FOR EACH ROW EXECUTE FUNCTION goods_receipt_line_no_delete()
-- next
CREATE TABLE deal_stage_event (
    deal_id BIGINT NOT NULL,
    from_id BIGINT,
    to_id BIGINT NOT NULL,
    happened_at BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    note VARCHAR(200) NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_deal_stage_event PRIMARY KEY (id),
    CONSTRAINT fk_deal_stage_event_deal_id FOREIGN KEY(deal_id) REFERENCES deal (id),
    CONSTRAINT fk_deal_stage_event_from_id FOREIGN KEY(from_id) REFERENCES stage (id),
    CONSTRAINT fk_deal_stage_event_to_id FOREIGN KEY(to_id) REFERENCES stage (id)
)
-- next
CREATE INDEX ix_deal_stage_event_company_id ON deal_stage_event (company_id)
-- next
CREATE INDEX ix_deal_stage_event_to_id ON deal_stage_event (to_id)
-- next
CREATE INDEX ix_deal_stage_event_deal_id ON deal_stage_event (deal_id)
-- next
CREATE FUNCTION deal_stage_event_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'virke: a step of a deal never changes'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER deal_stage_event_no_update BEFORE UPDATE ON deal_stage_event FOR EACH ROW EXECUTE FUNCTION deal_stage_event_no_update()
-- next
CREATE FUNCTION deal_stage_event_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'virke: a step of a deal never changes'; END IF; RETURN OLD; END $$
-- next
CREATE TRIGGER deal_stage_event_no_delete BEFORE DELETE ON deal_stage_event FOR EACH ROW EXECUTE FUNCTION deal_stage_event_no_delete()
-- next
CREATE TABLE objection (
    deal_id BIGINT,
    party_id BIGINT,
    stage_id BIGINT,
    kind VARCHAR(20) NOT NULL,
    text VARCHAR(2000) NOT NULL,
    answer VARCHAR(2000) NOT NULL,
    overcome BOOLEAN NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_objection PRIMARY KEY (id),
    CONSTRAINT fk_objection_deal_id FOREIGN KEY(deal_id) REFERENCES deal (id),
    CONSTRAINT fk_objection_party_id FOREIGN KEY(party_id) REFERENCES party (id),
    CONSTRAINT fk_objection_stage_id FOREIGN KEY(stage_id) REFERENCES stage (id)
)
-- next
CREATE INDEX ix_objection_stage_id ON objection (stage_id)
-- next
CREATE INDEX ix_objection_party_id ON objection (party_id)
-- next
CREATE INDEX ix_objection_company_id ON objection (company_id)
-- next
CREATE INDEX ix_objection_deal_id ON objection (deal_id)
-- next
CREATE TABLE quote (
    number VARCHAR(40),
    revision INTEGER NOT NULL,
    deal_id BIGINT NOT NULL,
    party_id BIGINT NOT NULL,
    status VARCHAR(20) NOT NULL,
    currency VARCHAR(3) NOT NULL,
    discount BIGINT NOT NULL,
    net BIGINT NOT NULL,
    cost BIGINT NOT NULL,
    margin BIGINT NOT NULL,
    payment_days INTEGER NOT NULL,
    required_date DATE,
    valid_until DATE NOT NULL,
    terms VARCHAR(2000) NOT NULL,
    issued_at BIGINT,
    answered_at BIGINT,
    answer VARCHAR(2000) NOT NULL,
    order_id BIGINT,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_quote PRIMARY KEY (id),
    CONSTRAINT uq_quote_company_id_number_revision UNIQUE (company_id, number, revision),
    CONSTRAINT ck_quote_known_status CHECK (status IN ('draft', 'issued', 'accepted', 'declined', 'expired', 'superseded', 'withdrawn')),
    CONSTRAINT ck_quote_issued_has_number CHECK (status IN ('draft', 'withdrawn') OR number IS NOT NULL),
    CONSTRAINT fk_quote_deal_id FOREIGN KEY(deal_id) REFERENCES deal (id),
    CONSTRAINT fk_quote_party_id FOREIGN KEY(party_id) REFERENCES party (id),
    CONSTRAINT fk_quote_order_id FOREIGN KEY(order_id) REFERENCES sales_order (id)
)
-- next
CREATE INDEX ix_quote_status ON quote (status)
-- next
CREATE INDEX ix_quote_company_id ON quote (company_id)
-- next
CREATE INDEX ix_quote_deal_id ON quote (deal_id)
-- next
CREATE INDEX ix_quote_order_id ON quote (order_id)
-- next
CREATE INDEX ix_quote_party_id ON quote (party_id)
-- next
CREATE FUNCTION quote_issued_stands() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.status <> 'draft' AND (OLD.number <> NEW.number OR (OLD.number IS NULL) <> (NEW.number IS NULL) OR OLD.revision <> NEW.revision OR (OLD.revision IS NULL) <> (NEW.revision IS NULL) OR OLD.deal_id <> NEW.deal_id OR (OLD.deal_id IS NULL) <> (NEW.deal_id IS NULL) OR OLD.party_id <> NEW.party_id OR (OLD.party_id IS NULL) <> (NEW.party_id IS NULL) OR OLD.currency <> NEW.currency OR (OLD.currency IS NULL) <> (NEW.currency IS NULL) OR OLD.discount <> NEW.discount OR (OLD.discount IS NULL) <> (NEW.discount IS NULL) OR OLD.net <> NEW.net OR (OLD.net IS NULL) <> (NEW.net IS NULL) OR OLD.cost <> NEW.cost OR (OLD.cost IS NULL) <> (NEW.cost IS NULL) OR OLD.margin <> NEW.margin OR (OLD.margin IS NULL) <> (NEW.margin IS NULL) OR OLD.payment_days <> NEW.payment_days OR (OLD.payment_days IS NULL) <> (NEW.payment_days IS NULL) OR OLD.required_date <> NEW.required_date OR (OLD.required_date IS NULL) <> (NEW.required_date IS NULL) OR OLD.valid_until <> NEW.valid_until OR (OLD.valid_until IS NULL) <> (NEW.valid_until IS NULL) OR OLD.terms <> NEW.terms OR (OLD.terms IS NULL) <> (NEW.terms IS NULL) OR OLD.issued_at <> NEW.issued_at OR (OLD.issued_at IS NULL) <> (NEW.issued_at IS NULL) OR OLD.company_id <> NEW.company_id OR (OLD.company_id IS NULL) <> (NEW.company_id IS NULL) OR OLD.created_at <> NEW.created_at OR (OLD.created_at IS NULL) <> (NEW.created_at IS NULL) OR OLD.created_by <> NEW.created_by OR (OLD.created_by IS NULL) <> (NEW.created_by IS NULL) OR OLD.id <> NEW.id OR (OLD.id IS NULL) <> (NEW.id IS NULL)) THEN RAISE EXCEPTION 'virke: an issued quote never changes: make a new revision'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER quote_issued_stands BEFORE UPDATE ON quote FOR EACH ROW EXECUTE FUNCTION quote_issued_stands()
-- next
CREATE FUNCTION quote_no_way_back() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.status <> 'draft' AND NEW.status = 'draft' THEN RAISE EXCEPTION 'virke: an issued quote never changes: make a new revision'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER quote_no_way_back BEFORE UPDATE ON quote FOR EACH ROW EXECUTE FUNCTION quote_no_way_back()
-- next
CREATE FUNCTION quote_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.status <> 'draft' THEN RAISE EXCEPTION 'virke: an issued quote never changes: make a new revision'; END IF; RETURN OLD; END $$
-- next
CREATE TRIGGER quote_no_delete BEFORE DELETE ON quote FOR EACH ROW EXECUTE FUNCTION quote_no_delete()
-- next
CREATE TABLE contract (
    number VARCHAR(40) NOT NULL,
    title VARCHAR(200) NOT NULL,
    party_id BIGINT NOT NULL,
    deal_id BIGINT,
    state VARCHAR(20) NOT NULL,
    starts_on DATE NOT NULL,
    ends_on DATE,
    notice_days INTEGER NOT NULL,
    value BIGINT NOT NULL,
    currency VARCHAR(3) NOT NULL,
    auto_renew BOOLEAN NOT NULL,
    signed_on DATE,
    signed_by VARCHAR(200) NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_contract PRIMARY KEY (id),
    CONSTRAINT uq_contract_company_id_number UNIQUE (company_id, number),
    CONSTRAINT ck_contract_known_state CHECK (state IN ('draft', 'signed', 'ended', 'annulled')),
    CONSTRAINT ck_contract_signed_has_a_day CHECK (state <> 'signed' OR signed_on IS NOT NULL),
    CONSTRAINT ck_contract_ends_after_start CHECK (ends_on IS NULL OR ends_on >= starts_on),
    CONSTRAINT fk_contract_party_id FOREIGN KEY(party_id) REFERENCES party (id),
    CONSTRAINT fk_contract_deal_id FOREIGN KEY(deal_id) REFERENCES deal (id)
)
-- next
CREATE INDEX ix_contract_company_id ON contract (company_id)
-- next
CREATE INDEX ix_contract_deal_id ON contract (deal_id)
-- next
CREATE INDEX ix_contract_party_id ON contract (party_id)
-- next
CREATE FUNCTION contract_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.state <> 'draft' THEN RAISE EXCEPTION 'virke: a signed contract is annulled, never deleted'; END IF; RETURN OLD; END $$
-- next
CREATE TRIGGER contract_no_delete BEFORE DELETE ON contract FOR EACH ROW EXECUTE FUNCTION contract_no_delete()
-- next
CREATE TABLE sla_segment (
    ticket_id BIGINT NOT NULL,
    running BOOLEAN NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_sla_segment PRIMARY KEY (id),
    CONSTRAINT ck_sla_segment_forwards CHECK (ends_at IS NULL OR ends_at >= starts_at),
    CONSTRAINT fk_sla_segment_ticket_id FOREIGN KEY(ticket_id) REFERENCES ticket (id)
)
-- next
CREATE INDEX ix_sla_segment_ticket_id ON sla_segment (ticket_id)
-- next
CREATE UNIQUE INDEX uq_sla_segment_open ON sla_segment (ticket_id) WHERE ends_at IS NULL
-- next
CREATE INDEX ix_sla_segment_company_id ON sla_segment (company_id)
-- next
CREATE FUNCTION sla_segment_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF TRUE THEN RAISE EXCEPTION 'virke: a time that was counted stays'; END IF; RETURN OLD; END $$
-- next
CREATE TRIGGER sla_segment_no_delete BEFORE DELETE ON sla_segment FOR EACH ROW EXECUTE FUNCTION sla_segment_no_delete()
-- next
CREATE FUNCTION sla_segment_ended_stands() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF OLD.ends_at IS NOT NULL THEN RAISE EXCEPTION 'virke: a time that was counted stays'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER sla_segment_ended_stands BEFORE UPDATE ON sla_segment FOR EACH ROW EXECUTE FUNCTION sla_segment_ended_stands()
-- next
CREATE TABLE payment_run_item (
    run_id BIGINT NOT NULL,
    invoice_id BIGINT NOT NULL,
    party_id BIGINT NOT NULL,
    amount BIGINT NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_payment_run_item PRIMARY KEY (id),
    CONSTRAINT uq_payment_run_item_run_id_invoice_id UNIQUE (run_id, invoice_id),
    CONSTRAINT fk_payment_run_item_run_id FOREIGN KEY(run_id) REFERENCES payment_run (id),
    CONSTRAINT fk_payment_run_item_invoice_id FOREIGN KEY(invoice_id) REFERENCES supplier_invoice (id),
    CONSTRAINT fk_payment_run_item_party_id FOREIGN KEY(party_id) REFERENCES party (id)
)
-- next
CREATE INDEX ix_payment_run_item_company_id ON payment_run_item (company_id)
-- next
CREATE INDEX ix_payment_run_item_invoice_id ON payment_run_item (invoice_id)
-- next
CREATE INDEX ix_payment_run_item_run_id ON payment_run_item (run_id)
-- next
CREATE FUNCTION payment_run_item_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM payment_run WHERE id = OLD.run_id AND status IN ('written', 'reconciled')) THEN RAISE EXCEPTION 'virke: what the bank was told never changes'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER payment_run_item_no_update BEFORE UPDATE ON payment_run_item FOR EACH ROW EXECUTE FUNCTION payment_run_item_no_update()
-- next
CREATE FUNCTION payment_run_item_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM payment_run WHERE id = OLD.run_id AND status IN ('written', 'reconciled')) THEN RAISE EXCEPTION 'virke: what the bank was told never changes'; END IF; RETURN OLD; END $$
-- next
CREATE TRIGGER payment_run_item_no_delete BEFORE DELETE ON payment_run_item FOR EACH ROW EXECUTE FUNCTION payment_run_item_no_delete()
-- next
CREATE FUNCTION payment_run_item_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM payment_run_item i JOIN payment_run r ON r.id = i.run_id
    WHERE i.invoice_id = NEW.invoice_id AND r.status <> 'void') THEN RAISE EXCEPTION 'virke: an invoice is in one payment run only'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER payment_run_item_once BEFORE INSERT ON payment_run_item FOR EACH ROW EXECUTE FUNCTION payment_run_item_once()
-- next
CREATE TABLE interaction (
    party_id BIGINT,
    lead_id BIGINT,
    deal_id BIGINT,
    kind VARCHAR(20) NOT NULL,
    direction VARCHAR(10) NOT NULL,
    happened_at BIGINT NOT NULL,
    subject VARCHAR(200) NOT NULL,
    text VARCHAR(4000) NOT NULL,
    thread VARCHAR(200) NOT NULL,
    visibility VARCHAR(20) NOT NULL,
    marketing BOOLEAN NOT NULL,
    objection_id BIGINT,
    redacted_at BIGINT,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_interaction PRIMARY KEY (id),
    CONSTRAINT ck_interaction_with_somebody CHECK (party_id IS NOT NULL OR lead_id IS NOT NULL),
    CONSTRAINT ck_interaction_known_kind CHECK (kind IN ('call', 'sms', 'mail', 'meeting', 'note', 'visit')),
    CONSTRAINT ck_interaction_known_direction CHECK (direction IN ('in', 'out', 'none')),
    CONSTRAINT fk_interaction_party_id FOREIGN KEY(party_id) REFERENCES party (id),
    CONSTRAINT fk_interaction_lead_id FOREIGN KEY(lead_id) REFERENCES lead (id),
    CONSTRAINT fk_interaction_deal_id FOREIGN KEY(deal_id) REFERENCES deal (id),
    CONSTRAINT fk_interaction_objection_id FOREIGN KEY(objection_id) REFERENCES objection (id)
)
-- next
CREATE INDEX ix_interaction_deal_id ON interaction (deal_id)
-- next
CREATE INDEX ix_interaction_party_id ON interaction (party_id)
-- next
CREATE INDEX ix_interaction_lead_id ON interaction (lead_id)
-- next
CREATE INDEX ix_interaction_company_id ON interaction (company_id)
-- next
CREATE INDEX ix_interaction_happened_at ON interaction (happened_at)
-- next
CREATE TABLE quote_line (
    quote_id BIGINT NOT NULL,
    position INTEGER NOT NULL,
    product_id BIGINT NOT NULL,
    quantity BIGINT NOT NULL,
    unit_price BIGINT NOT NULL,
    discount BIGINT NOT NULL,
    unit_cost BIGINT NOT NULL,
    net BIGINT NOT NULL,
    company_id BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    created_by BIGINT,
    version INTEGER NOT NULL,
    id BIGINT NOT NULL,
    CONSTRAINT pk_quote_line PRIMARY KEY (id),
    CONSTRAINT ck_quote_line_positive CHECK (quantity > 0),
    CONSTRAINT ck_quote_line_part CHECK (discount >= 0 AND discount <= 10000000000),
    CONSTRAINT fk_quote_line_quote_id FOREIGN KEY(quote_id) REFERENCES quote (id),
    CONSTRAINT fk_quote_line_product_id FOREIGN KEY(product_id) REFERENCES product (id)
)
-- next
CREATE INDEX ix_quote_line_quote_id ON quote_line (quote_id)
-- next
CREATE INDEX ix_quote_line_company_id ON quote_line (company_id)
-- next
CREATE INDEX ix_quote_line_product_id ON quote_line (product_id)
-- next
CREATE FUNCTION quote_line_no_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM quote WHERE id = OLD.quote_id AND status <> 'draft') THEN RAISE EXCEPTION 'virke: an issued quote never changes: make a new revision'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER quote_line_no_update BEFORE UPDATE ON quote_line FOR EACH ROW EXECUTE FUNCTION quote_line_no_update()
-- next
CREATE FUNCTION quote_line_no_delete() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM quote WHERE id = OLD.quote_id AND status <> 'draft') THEN RAISE EXCEPTION 'virke: an issued quote never changes: make a new revision'; END IF; RETURN OLD; END $$
-- next
CREATE TRIGGER quote_line_no_delete BEFORE DELETE ON quote_line FOR EACH ROW EXECUTE FUNCTION quote_line_no_delete()
-- next
CREATE FUNCTION quote_line_no_move() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM quote WHERE id = NEW.quote_id AND status <> 'draft') THEN RAISE EXCEPTION 'virke: an issued quote never changes: make a new revision'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER quote_line_no_move BEFORE UPDATE ON quote_line FOR EACH ROW EXECUTE FUNCTION quote_line_no_move()
-- next
CREATE FUNCTION quote_line_no_insert() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF EXISTS (SELECT 1 FROM quote WHERE id = NEW.quote_id AND status <> 'draft') THEN RAISE EXCEPTION 'virke: an issued quote never changes: make a new revision'; END IF; RETURN NEW; END $$
-- next
CREATE TRIGGER quote_line_no_insert BEFORE INSERT ON quote_line FOR EACH ROW EXECUTE FUNCTION quote_line_no_insert()
