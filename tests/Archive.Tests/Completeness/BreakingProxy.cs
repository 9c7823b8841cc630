using System.Reflection;

namespace Archive.Tests.Completeness;

/// <summary>Passes calls on, after somebody was told of each.</summary>
#pragma warning disable CA1852, MA0053 // The proxy is a class derived from this one at run time.
internal class BreakingProxy<T> : DispatchProxy
#pragma warning restore CA1852, MA0053
    where T : class
{
    private T _target = null!; // set where it is made
    private Action<string> _before = null!;

    public static T Over(T target, Action<string> before)
    {
        var proxy = Create<T, BreakingProxy<T>>();
        ((BreakingProxy<T>)(object)proxy)._target = target;
        ((BreakingProxy<T>)(object)proxy)._before = before;
        return proxy;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        _before(targetMethod!.Name);
        return targetMethod.Invoke(_target, BindingFlags.DoNotWrapExceptions, null, args, null);
    }
}
