using Replication.Aws.Tests.Sites;

namespace Replication.Aws.Tests.Imports;

/// <summary>The life of a process that has a number of calls left, over all of its clients.</summary>
/// <param name="calls">How many.</param>
/// <param name="after">Whether the call that kills has its effect first.</param>
/// <param name="survived">Operations whose calls do not kill: it dies at the first of another one, which is added, and not at a number.</param>
internal sealed class Countdown(int calls, bool after, HashSet<string>? survived = null)
{
    private readonly Lock _lock = new();
    private int _left = calls;
    private bool _isDue;

    /// <summary>Calls before this is set neither count nor die.</summary>
    public bool IsArmed { get; set; } = true;

    public bool Died { get; private set; }

    /// <summary>Whether the call dies once it has had its effect; throws where it dies before, and for every later one.</summary>
    public bool Enter(string operation)
    {
        if (Died) throw new CrashException();
        if (!IsArmed || !IsDue(operation)) return false;
        if (after) return true;
        Die();
        return true;
    }

    public void Die()
    {
        Died = true;
        throw new CrashException();
    }

    private bool IsDue(string operation)
    {
        lock (_lock)
        {
            if (_isDue) return false;
            _isDue = survived is null ? _left-- == 0 : survived.Add(operation);
            return _isDue;
        }
    }
}
