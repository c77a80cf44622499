"""The constraints over what 0005 brought into its new form."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("retention", "0005_conditions_and_scopes")]

    operations = [
        migrations.AlterField(
            model_name="purgerun",
            name="data_set",
            field=models.ForeignKey(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="runs",
                to="retention.dataset",
                verbose_name="data set",
            ),
        ),
        migrations.RemoveField(
            model_name='datasetrule',
            name='filter_column',
        ),
        migrations.RemoveField(
            model_name='datasetrule',
            name='filter_value',
        ),
        migrations.RemoveField(
            model_name='historicaldatasetrule',
            name='filter_column',
        ),
        migrations.RemoveField(
            model_name='historicaldatasetrule',
            name='filter_value',
        ),
        migrations.AddConstraint(
            model_name='dataset',
            constraint=models.CheckConstraint(condition=models.Q(('without_persons', False), ('person_column', ''), _connector='OR'), name='retention_set_persons_told_or_not', violation_error_message='It names a column of the person: untick the box.'),
        ),
        migrations.AddConstraint(
            model_name='dataset',
            constraint=models.CheckConstraint(condition=models.Q(('without_customers', False), ('customer_column', ''), _connector='OR'), name='retention_set_customers_told_or_not', violation_error_message='It names a column of the customer: untick the box.'),
        ),
        migrations.AddConstraint(
            model_name='datasetrule',
            constraint=models.UniqueConstraint(fields=('data_set', 'rule', 'part'), name='retention_set_rule_unique', violation_error_message='This rule is at work on this data set already.'),
        ),
        migrations.AddConstraint(
            model_name='datastore',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['sql', 'files', 'http', 'hand', 'own'])), name='retention_store_kind_known', violation_error_message='Kind: choose one of the listed values.'),
        ),
        migrations.AddConstraint(
            model_name='datastore',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('url_variable__contains', ':'), _negated=True), models.Q(('url_variable__contains', '/'), _negated=True), models.Q(('secret_variable__contains', ':'), _negated=True), models.Q(('secret_variable__contains', '/'), _negated=True)), name='retention_store_holds_no_address', violation_error_message='Name the variable; never write the address here.'),
        ),
        migrations.AddConstraint(
            model_name='datastore',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ('sql', 'files', 'http')), models.Q(('url_variable', ''), _negated=True)), models.Q(models.Q(('kind__in', ('sql', 'files', 'http')), _negated=True), ('url_variable', '')), _connector='OR'), name='retention_store_address_where_there_is_one', violation_error_message='Name the variable with the address; what is purged by hand, or is our own, has none.'),
        ),
        migrations.AddConstraint(
            model_name='datastore',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'http'), models.Q(('secret_variable', ''), _negated=True)), models.Q(models.Q(('kind', 'http'), _negated=True), ('secret_variable', '')), _connector='OR'), name='retention_store_service_signs', violation_error_message='A web service needs the variable of its secret; nothing else has one.'),
        ),
        migrations.AddConstraint(
            model_name='datastore',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind', 'hand'), _negated=True), ('owner__isnull', False), _connector='OR'), name='retention_store_hand_has_owner', violation_error_message='Name the owner, who purges by hand.'),
        ),
        migrations.AddConstraint(
            model_name='holdscope',
            constraint=models.CheckConstraint(condition=models.Q(('reach__in', ['everything', 'data_set', 'rows', 'activity', 'rule', 'customer', 'persons', 'keys'])), name='retention_scope_reach_known', violation_error_message='Reach: choose one of the listed values.'),
        ),
        migrations.AddConstraint(
            model_name='holdscope',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('data_set__isnull', False), ('reach', 'rows')), models.Q(models.Q(('reach', 'rows'), _negated=True), ('column', ''), ('value', '')), _connector='OR'), name='retention_scope_rows_only_in_a_data_set', violation_error_message='Choose the data set in which the rows stand; other scopes name no column.'),
        ),
        migrations.AddConstraint(
            model_name='holdscope',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reach__in', ('data_set', 'keys')), _negated=True), ('data_set__isnull', False), _connector='OR'), name='retention_scope_data_set_where_it_says_so', violation_error_message='Choose the data set.'),
        ),
        migrations.AddConstraint(
            model_name='holdscope',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('activity__isnull', False), ('reach', 'activity')), models.Q(models.Q(('reach', 'activity'), _negated=True), ('activity__isnull', True)), _connector='OR'), name='retention_scope_activity_where_it_says_so', violation_error_message='Choose the activity for this scope, and for no other.'),
        ),
        migrations.AddConstraint(
            model_name='holdscope',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reach', 'rule'), ('rule__isnull', False)), models.Q(models.Q(('reach', 'rule'), _negated=True), ('rule__isnull', True)), _connector='OR'), name='retention_scope_rule_where_it_says_so', violation_error_message='Choose the class for this scope, and for no other.'),
        ),
        migrations.AddConstraint(
            model_name='holdscope',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('customer__isnull', False), ('reach', 'customer')), models.Q(models.Q(('reach', 'customer'), _negated=True), ('customer__isnull', True)), _connector='OR'), name='retention_scope_customer_where_it_says_so', violation_error_message='Choose the customer for this scope, and for no other.'),
        ),
        migrations.AddConstraint(
            model_name='holdscope',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('reach', 'everything'), _negated=True), ('data_set__isnull', True), _connector='OR'), name='retention_scope_everything_names_nothing', violation_error_message='A hold on everything names no data set.'),
        ),
        migrations.AddConstraint(
            model_name='purgebatch',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['announced', 'destroyed', 'abandoned', 'set_aside'])), name='retention_batch_status_known', violation_error_message='Status: choose one of the listed values.'),
        ),
        migrations.AddConstraint(
            model_name='purgebatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ('abandoned', 'set_aside')), _negated=True), models.Q(('remark', ''), _negated=True), _connector='OR'), name='retention_batch_abandoned_has_remark', violation_error_message='A batch that is abandoned or set aside says why.'),
        ),
        migrations.AddConstraint(
            model_name='purgeplan',
            constraint=models.CheckConstraint(condition=models.Q(('outcome__in', ['delete', 'anonymise'])), name='retention_plan_outcome_known', violation_error_message='Outcome: choose one of the listed values.'),
        ),
        migrations.AddConstraint(
            model_name='purgerun',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'running')), fields=('data_set',), name='retention_run_one_on_a_data_set', violation_error_message='Another run is under way on this data set.'),
        ),
    ]
