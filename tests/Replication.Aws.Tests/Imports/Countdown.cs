using Replication.Aws.Tests.Sites;

namespace Replication.Aws.Tests.Imports;

/// <summary>The life of a process that has a number of calls left, over all of its clients.</summary>
internal sealed class Countdown(int calls, bool after)
{
    private int _left = calls;

    /// <summary>Calls before this is set neither count nor die.</summary>
    public bool IsArmed { get; set; } = true;

    public bool Died { get; private set; }

    /// <summary>Whether the call dies once it has had its effect; throws where it dies before, and for every later one.</summary>
    public bool Enter()
    {
        if (Died) throw new CrashException();
        if (!IsArmed || _left-- != 0) return false;
        if (after) return true;
        Die();
        return true;
    }

    public void Die()
    {
        Died = true;
        throw new CrashException();
    }
}
