namespace Philae.HealthChecks.Etcd;

/// <summary>etcd answers, and says of itself that it is not well: no space for writes, a corrupt member, no leader.</summary>
internal sealed class EtcdAlarmException(IEnumerable<string> errors) : Exception($"etcd reports {string.Join(", ", errors).Trim()}");
