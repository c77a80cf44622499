import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '__first__'),
        ('ropa', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalTicket',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('reference', models.CharField(db_index=True, editable=False, max_length=60, verbose_name='reference')),
                ('right', models.CharField(choices=[('access', 'Access – Art. 15'), ('rectification', 'Rectification – Art. 16'), ('erasure', 'Erasure – Art. 17'), ('restriction', 'Restriction – Art. 18'), ('portability', 'Portability – Art. 20'), ('object', 'Objection – Art. 21'), ('object_to_profiling', 'Objection to profiling – Art. 22'), ('withdraw_consent', 'Withdrawal of consent – Art. 7(3)'), ('marketing_opt_out', 'Marketing opt-out'), ('account_deletion', 'Deletion of an account'), ('minor_content_removal', "Removal of a minor's content"), ('disclosure_for_direct_marketing', 'Disclosures for direct marketing'), ('do_not_contact', 'No further contact'), ('non_discrimination', 'Equal service and price'), ('transfer_basis_details', 'Details of the basis of transfers'), ('complaint_supervisory_authority', 'Complaint to an authority – Art. 77'), ('question_or_complaint_to_company', 'Question or complaint'), ('request_on_customer_data', "Request on a customer's data"), ('customer_data_deletion', "Deletion of a customer's data"), ('customer_storage_retention_audit', "A customer's question on storage and retention"), ('customer_directed_sharing', 'Sharing directed by the customer'), ('third_party_list_on_request', 'List of third parties'), ('applicant_access_update_delete', 'Access, update and deletion for applicants'), ('report_minor', "Report of a minor's data"), ('cookie_preferences', 'Cookie preferences'), ('cookie_opt_out', 'Cookie opt-out'), ('analytics_opt_out', 'Analytics opt-out'), ('push_opt_out', 'Push notification opt-out'), ('do_not_track', 'Do Not Track'), ('do_not_sell_statement', 'Statement on selling data'), ('rights_unspecified', 'Rights announced but not listed'), ('be_informed_of_further_information_needed', 'Word on further information needed'), ('notice_of_change_of_control', 'Notice of change of control'), ('notice_of_material_change', 'Notice of a material change'), ('breach_notification', 'Notification of a breach'), ('consent_before_text_and_automated_calls', 'Consent before texts and automated calls'), ('consent_or_refuse_call_transcription', 'Consent to call transcription'), ('affirmative_agreement_to_human_reading', 'Agreement to reading by humans'), ('review_prior_notice_versions', 'Review of earlier notices')], max_length=48, verbose_name='right')),
                ('channel', models.CharField(choices=[('email', 'e-mail'), ('letter', 'letter'), ('form', 'form'), ('phone', 'telephone'), ('in_person', 'in person')], default='email', max_length=10, verbose_name='received by')),
                ('received_on', models.DateField(help_text='The day it reached the organisation, not the day of entry.', verbose_name='received on')),
                ('status', models.CharField(choices=[('received', 'received'), ('verifying', 'identity being checked'), ('in_progress', 'in progress'), ('fulfilled', 'fulfilled'), ('refused', 'refused'), ('forwarded', 'forwarded to the customer'), ('withdrawn', 'withdrawn')], default='received', max_length=12, verbose_name='status')),
                ('due_on', models.DateField(verbose_name='due on')),
                ('extended_on', models.DateField(blank=True, null=True, verbose_name='extended on')),
                ('extension_reason', models.TextField(blank=True, verbose_name='reason of the extension')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
                ('closing_reason', models.TextField(blank=True, verbose_name='reason of the outcome')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('assigned_to', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='assigned to')),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='ropa.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'historical request',
                'verbose_name_plural': 'historical requests',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(editable=False, max_length=60, unique=True, verbose_name='reference')),
                ('right', models.CharField(choices=[('access', 'Access – Art. 15'), ('rectification', 'Rectification – Art. 16'), ('erasure', 'Erasure – Art. 17'), ('restriction', 'Restriction – Art. 18'), ('portability', 'Portability – Art. 20'), ('object', 'Objection – Art. 21'), ('object_to_profiling', 'Objection to profiling – Art. 22'), ('withdraw_consent', 'Withdrawal of consent – Art. 7(3)'), ('marketing_opt_out', 'Marketing opt-out'), ('account_deletion', 'Deletion of an account'), ('minor_content_removal', "Removal of a minor's content"), ('disclosure_for_direct_marketing', 'Disclosures for direct marketing'), ('do_not_contact', 'No further contact'), ('non_discrimination', 'Equal service and price'), ('transfer_basis_details', 'Details of the basis of transfers'), ('complaint_supervisory_authority', 'Complaint to an authority – Art. 77'), ('question_or_complaint_to_company', 'Question or complaint'), ('request_on_customer_data', "Request on a customer's data"), ('customer_data_deletion', "Deletion of a customer's data"), ('customer_storage_retention_audit', "A customer's question on storage and retention"), ('customer_directed_sharing', 'Sharing directed by the customer'), ('third_party_list_on_request', 'List of third parties'), ('applicant_access_update_delete', 'Access, update and deletion for applicants'), ('report_minor', "Report of a minor's data"), ('cookie_preferences', 'Cookie preferences'), ('cookie_opt_out', 'Cookie opt-out'), ('analytics_opt_out', 'Analytics opt-out'), ('push_opt_out', 'Push notification opt-out'), ('do_not_track', 'Do Not Track'), ('do_not_sell_statement', 'Statement on selling data'), ('rights_unspecified', 'Rights announced but not listed'), ('be_informed_of_further_information_needed', 'Word on further information needed'), ('notice_of_change_of_control', 'Notice of change of control'), ('notice_of_material_change', 'Notice of a material change'), ('breach_notification', 'Notification of a breach'), ('consent_before_text_and_automated_calls', 'Consent before texts and automated calls'), ('consent_or_refuse_call_transcription', 'Consent to call transcription'), ('affirmative_agreement_to_human_reading', 'Agreement to reading by humans'), ('review_prior_notice_versions', 'Review of earlier notices')], max_length=48, verbose_name='right')),
                ('channel', models.CharField(choices=[('email', 'e-mail'), ('letter', 'letter'), ('form', 'form'), ('phone', 'telephone'), ('in_person', 'in person')], default='email', max_length=10, verbose_name='received by')),
                ('received_on', models.DateField(help_text='The day it reached the organisation, not the day of entry.', verbose_name='received on')),
                ('requester_name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('requester_email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('requester_address', models.TextField(blank=True, verbose_name='address')),
                ('details', models.TextField(blank=True, verbose_name='what is asked')),
                ('status', models.CharField(choices=[('received', 'received'), ('verifying', 'identity being checked'), ('in_progress', 'in progress'), ('fulfilled', 'fulfilled'), ('refused', 'refused'), ('forwarded', 'forwarded to the customer'), ('withdrawn', 'withdrawn')], default='received', max_length=12, verbose_name='status')),
                ('due_on', models.DateField(verbose_name='due on')),
                ('extended_on', models.DateField(blank=True, null=True, verbose_name='extended on')),
                ('extension_reason', models.TextField(blank=True, verbose_name='reason of the extension')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
                ('closing_reason', models.TextField(blank=True, verbose_name='reason of the outcome')),
                ('assigned_to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to=settings.AUTH_USER_MODEL, verbose_name='assigned to')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tickets', to='ropa.organisation', verbose_name='organisation')),
            ],
            options={
                'verbose_name': 'request',
                'verbose_name_plural': 'requests',
                'ordering': ('due_on', 'reference'),
                'permissions': (('work_ticket', 'Can move a request forward'), ('extend_ticket', 'Can extend the time for a request'), ('close_ticket', 'Can close a request')),
                'constraints': [models.CheckConstraint(condition=models.Q(('right__in', ['access', 'rectification', 'erasure', 'restriction', 'portability', 'object', 'object_to_profiling', 'withdraw_consent', 'marketing_opt_out', 'account_deletion', 'minor_content_removal', 'disclosure_for_direct_marketing', 'do_not_contact', 'non_discrimination', 'transfer_basis_details', 'complaint_supervisory_authority', 'question_or_complaint_to_company', 'request_on_customer_data', 'customer_data_deletion', 'customer_storage_retention_audit', 'customer_directed_sharing', 'third_party_list_on_request', 'applicant_access_update_delete', 'report_minor', 'cookie_preferences', 'cookie_opt_out', 'analytics_opt_out', 'push_opt_out', 'do_not_track', 'do_not_sell_statement', 'rights_unspecified', 'be_informed_of_further_information_needed', 'notice_of_change_of_control', 'notice_of_material_change', 'breach_notification', 'consent_before_text_and_automated_calls', 'consent_or_refuse_call_transcription', 'affirmative_agreement_to_human_reading', 'review_prior_notice_versions'])), name='dsr_ticket_right_known', violation_error_message='Right: choose one of the listed values.'), models.CheckConstraint(condition=models.Q(('channel__in', ['email', 'letter', 'form', 'phone', 'in_person'])), name='dsr_ticket_channel_known', violation_error_message='Channel: choose one of the listed values.'), models.CheckConstraint(condition=models.Q(('status__in', ['received', 'verifying', 'in_progress', 'fulfilled', 'refused', 'forwarded', 'withdrawn'])), name='dsr_ticket_status_known', violation_error_message='Status: choose one of the listed values.'), models.CheckConstraint(condition=models.Q(('due_on__gt', models.F('received_on'))), name='dsr_ticket_due_after_receipt', violation_error_message='A request is due after it was received.'), models.CheckConstraint(condition=models.Q(models.Q(('extended_on__isnull', True), ('extension_reason', '')), models.Q(('extended_on__gte', models.F('received_on')), models.Q(('extension_reason', ''), _negated=True)), _connector='OR'), name='dsr_ticket_extension_has_reason', violation_error_message='An extension needs its reason, Art. 12(3).'), models.CheckConstraint(condition=models.Q(models.Q(('closed_on__gte', models.F('received_on')), ('status__in', ('fulfilled', 'refused', 'forwarded', 'withdrawn'))), models.Q(('closed_on__isnull', True), models.Q(('status__in', ('fulfilled', 'refused', 'forwarded', 'withdrawn')), _negated=True)), _connector='OR'), name='dsr_ticket_closed_has_its_day', violation_error_message='A closed request has the day of closing, no other has.'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'refused'), _negated=True), models.Q(('closing_reason', ''), _negated=True), _connector='OR'), name='dsr_ticket_refusal_has_reason', violation_error_message='A refusal needs its reason, Art. 12(4).')],
            },
        ),
        migrations.CreateModel(
            name='HistoricalClock',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('regime', models.CharField(choices=[('EU_GDPR', 'GDPR')], default='EU_GDPR', max_length=20, verbose_name='regime')),
                ('country', models.CharField(blank=True, max_length=12, verbose_name='public holidays of')),
                ('due_on', models.DateField(verbose_name='due on')),
                ('extension_notice_by', models.DateField(verbose_name='word of an extension by')),
                ('steps', models.JSONField(verbose_name='steps')),
                ('rule_version', models.CharField(max_length=40, verbose_name='version of the rule')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='dsr.ticket', verbose_name='request')),
            ],
            options={
                'verbose_name': 'historical clock',
                'verbose_name_plural': 'historical clocks',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('regime', models.CharField(choices=[('EU_GDPR', 'GDPR')], default='EU_GDPR', max_length=20, verbose_name='regime')),
                ('country', models.CharField(blank=True, max_length=12, verbose_name='public holidays of')),
                ('due_on', models.DateField(verbose_name='due on')),
                ('extension_notice_by', models.DateField(verbose_name='word of an extension by')),
                ('steps', models.JSONField(verbose_name='steps')),
                ('rule_version', models.CharField(max_length=40, verbose_name='version of the rule')),
                ('ticket', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='clock', to='dsr.ticket', verbose_name='request')),
            ],
            options={
                'verbose_name': 'clock',
                'verbose_name_plural': 'clocks',
                'constraints': [models.CheckConstraint(condition=models.Q(('regime__in', ['EU_GDPR'])), name='dsr_clock_regime_known', violation_error_message='Regime: choose one of the listed values.')],
            },
        ),
    ]
