from perizinan.audit.tasks import keep_head as keep_head
from perizinan.audit.tasks import link_entries as link_entries
from perizinan.files.tasks import check_file as check_file
from perizinan.files.tasks import sweep_files as sweep_files
from perizinan.files.tasks import sweep_orphans as sweep_orphans
from perizinan.outbox.tasks import deliver_message as deliver_message
from perizinan.outbox.tasks import sweep_messages as sweep_messages
