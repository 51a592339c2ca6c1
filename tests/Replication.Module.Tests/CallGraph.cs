using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Replication.Module.Tests;

/// <summary>
/// Which methods a method calls, directly or through others of our assemblies, from the instructions themselves. Bodies of async methods and of
/// lambdas are their callers'. A virtual call leads to the method that is named, not to its overrides: who asks for a type starts with all of its methods.
/// </summary>
internal sealed class CallGraph
{
    private const BindingFlags Everything = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    private readonly Dictionary<MethodBase, IReadOnlyList<MethodBase>> _callees = [];

    /// <summary>All methods that those of a type, of the types that it derives from, and of their closures come to.</summary>
    public IReadOnlySet<MethodBase> Reached(Type type)
    {
        var reached = new HashSet<MethodBase>();
        var open = new Stack<MethodBase>();
        for (Type? at = type; at is not null && IsOurs(at.Assembly); at = at.BaseType)
        {
            foreach (MethodBase method in at.GetMethods(Everything)) open.Push(Definition(method));
        }

        while (open.TryPop(out MethodBase? method))
        {
            if (!reached.Add(method)) continue;
            foreach (MethodBase callee in CalleesOf(method)) open.Push(callee);
        }

        return reached;
    }

    private IReadOnlyList<MethodBase> CalleesOf(MethodBase method)
    {
        if (_callees.TryGetValue(method, out IReadOnlyList<MethodBase>? known)) return known;
        var callees = new List<MethodBase>();
        if (method.GetCustomAttribute<StateMachineAttribute>() is { } machine && machine.StateMachineType.GetMethod("MoveNext", Everything) is { } body) callees.Add(body);
        callees.AddRange(Tokens(method).Select(token => Resolve(method, token)).OfType<MethodBase>().Where(callee => callee.DeclaringType is { } type && IsOurs(type.Assembly)).Select(Definition));
        _callees.Add(method, callees);
        return callees;
    }

    private static IEnumerable<int> Tokens(MethodBase method)
    {
        byte[] code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        for (int at = 0; at < code.Length;)
        {
            // Opcodes of two bytes begin with 0xFE.
            short value = code[at] == 0xFE ? (short)(0xFE00 | code[at + 1]) : code[at];
            at += code[at] == 0xFE ? 2 : 1;
            OpCode operation = OpCodesByValue[value];
            if (operation.OperandType == OperandType.InlineMethod) yield return BitConverter.ToInt32(code, at);
            at += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(code, at),
                _ => 4,
            };
        }
    }

    private static MethodBase? Resolve(MethodBase method, int token)
    {
        Type[]? ofType = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        return method.Module.ResolveMethod(token, ofType, method.IsGenericMethod ? method.GetGenericArguments() : null);
    }

    /// <summary>One for all instantiations.</summary>
    private static MethodBase Definition(MethodBase method)
    {
        if (method.DeclaringType is { IsConstructedGenericType: true }) method = method.Module.ResolveMethod(method.MetadataToken)!;
        return method is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericMethodDefinition() : method;
    }

    private static bool IsOurs(Assembly assembly) => assembly.GetName().Name is "Replication" or "Replication.Core" or "Replication.Runtime";
}
