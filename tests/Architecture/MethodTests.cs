using System.Reflection;
using System.Runtime.CompilerServices;
using ChatOps.Azure;
using ChatOps.Bot;
using ChatOps.Core.Machines;
using ChatOps.Functions;
using ChatOps.Sandbox;

namespace ChatOps.Tests.Architecture;

public sealed class MethodTests
{
    private static IEnumerable<Type> Types => new[] { typeof(Machine), typeof(AzureSite), typeof(ChatBot), typeof(Product), typeof(World) }
        .SelectMany(type => type.Assembly.GetTypes())
        .Where(type => type.GetCustomAttribute<CompilerGeneratedAttribute>() is null)
        .Where(type => type.Namespace?.StartsWith("ChatOps", StringComparison.Ordinal) == true);

    [Fact]
    public void A_cancellation_token_comes_last_and_is_called_so()
    {
        var wrong = Methods()
            .Where(method => method.GetParameters().Any(p => p.ParameterType == typeof(CancellationToken)))
            .Where(method => method.GetParameters()[^1] is not { Name: "cancellationToken" } last || last.ParameterType != typeof(CancellationToken));
        Assert.Empty(wrong.Select(Name));
    }

    [Fact]
    public void What_returns_a_task_is_called_Async_and_can_be_cancelled()
    {
        var wrong = Methods()
            .Where(method => method.IsPublic && method.DeclaringType?.IsPublic == true && typeof(Task).IsAssignableFrom(method.ReturnType))
            .Where(method => !method.Name.EndsWith("Async", StringComparison.Ordinal)
                || method.GetParameters().LastOrDefault()?.ParameterType != typeof(CancellationToken));
        Assert.Empty(wrong.Select(Name));
    }

    [Fact]
    public void Classes_are_sealed()
    {
        var open = Types.Where(type => type is { IsClass: true, IsSealed: false, IsAbstract: false } && !IsBaseOfRecords(type));
        Assert.Empty(open.Select(type => type.FullName));
    }

    /// <summary>A closed record's base is abstract; nothing else is derived from.</summary>
    private static bool IsBaseOfRecords(Type type) => Types.Any(other => other.BaseType == type);

    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static IEnumerable<MethodInfo> Methods() => Types
        .SelectMany(type => type.GetMethods(Declared))
        // Lambdas and what records are given by the compiler follow their own rules; overrides follow their base's.
        .Where(method => !method.Name.Contains('<', StringComparison.Ordinal) && method.GetBaseDefinition() == method);

    private static string Name(MethodInfo method) => $"{method.DeclaringType?.FullName}.{method.Name}";
}
