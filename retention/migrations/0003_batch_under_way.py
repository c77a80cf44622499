from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("retention", "0002_schedule")]

    operations = [
        migrations.RenameModel("AnnouncedKeys", "BatchUnderWay"),
        migrations.AlterField(
            "BatchUnderWay",
            "batch",
            models.OneToOneField(
                on_delete=models.CASCADE,
                primary_key=True,
                related_name="under_way",
                serialize=False,
                to="retention.purgebatch",
            ),
        ),
        migrations.AddField(
            "BatchUnderWay",
            "store_transaction",
            models.CharField(blank=True, default="", max_length=40, verbose_name="transaction of the store"),
            preserve_default=False,
        ),
        migrations.AlterField(
            "BatchUnderWay",
            "packed",
            models.BinaryField(default=bytes, verbose_name="keys"),
        ),
        migrations.AlterModelOptions(
            "BatchUnderWay",
            options={
                "verbose_name": "batch under way",
                "verbose_name_plural": "batches under way",
            },
        ),
    ]
