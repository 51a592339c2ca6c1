using System.Reflection;
using Amazon.EC2;

namespace Replication.Aws.Tests.Sites;

/// <summary>
/// Lets a number of calls through and dies at the next one, before or after its effect. Nothing is answered afterwards,
/// as nothing is asked by a process that was killed.
/// </summary>
public class CrashingEc2 : DispatchProxy
{
    private static readonly MethodInfo Awaiting = typeof(CrashingEc2).GetMethod(nameof(DieAfterAsync), BindingFlags.Instance | BindingFlags.NonPublic)!;

    private IAmazonEC2? _inner;
    private int _left;
    private bool _after;
    private bool _dead;

    /// <summary>Calls that were let through.</summary>
    public int Calls { get; private set; }

    public bool Died => _dead;

    public static IAmazonEC2 Around(IAmazonEC2 inner, int calls, bool after)
    {
        IAmazonEC2 proxy = Create<IAmazonEC2, CrashingEc2>();
        var crashing = (CrashingEc2)proxy;
        (crashing._inner, crashing._left, crashing._after) = (inner, calls, after);
        return proxy;
    }

    public void ThrowIfDead()
    {
        if (_dead) throw new CrashException();
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        ThrowIfDead();
        if (!typeof(Task).IsAssignableFrom(targetMethod!.ReturnType)) return targetMethod.Invoke(_inner, args);
        bool dies = _left-- == 0;
        if (dies && !_after)
        {
            _dead = true;
            throw new CrashException();
        }

        object? task = targetMethod.Invoke(_inner, args);
        if (!dies)
        {
            Calls++;
            return task;
        }

        return Awaiting.MakeGenericMethod(targetMethod.ReturnType.GenericTypeArguments).Invoke(this, [task]);
    }

    private async Task<T> DieAfterAsync<T>(Task<T> call)
    {
        await call;
        _dead = true;
        throw new CrashException();
    }
}
