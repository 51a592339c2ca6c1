using System.Reflection;

namespace Replication.Aws.Tests.Imports;

/// <summary>A client of any service whose calls count down to the end of its process.</summary>
public class CountedClient<T> : DispatchProxy
    where T : class
{
    private static readonly MethodInfo Awaiting = typeof(CountedClient<T>).GetMethod(nameof(DieAfterAsync), BindingFlags.Instance | BindingFlags.NonPublic)!;

    private T? _inner;
    private Countdown? _countdown;

    internal static T Around(T inner, Countdown countdown)
    {
        T proxy = Create<T, CountedClient<T>>();
        var counted = (CountedClient<T>)(object)proxy;
        (counted._inner, counted._countdown) = (inner, countdown);
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (!typeof(Task).IsAssignableFrom(targetMethod!.ReturnType)) return targetMethod.Invoke(_inner, args);
        bool dies = _countdown!.Enter(targetMethod.Name);
        object? task = targetMethod.Invoke(_inner, args);
        return dies ? Awaiting.MakeGenericMethod(targetMethod.ReturnType.GenericTypeArguments).Invoke(this, [task]) : task;
    }

    private async Task<TResult> DieAfterAsync<TResult>(Task<TResult> call)
    {
        try
        {
            return await call;
        }
        finally
        {
            // Whatever the answer would have been, nobody is left to see it.
            _countdown!.Die();
        }
    }
}
