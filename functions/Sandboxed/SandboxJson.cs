using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ChatOps.Bot.Cards;

namespace ChatOps.Functions.Sandboxed;

/// <summary>Cards and replies as JSON, between the sandbox and a program that it runs.</summary>
internal static class SandboxJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver().WithAddedModifier(KnowElements),
    };

    /// <summary>An element of a card says which it is.</summary>
    private static void KnowElements(JsonTypeInfo type)
    {
        if (type.Type != typeof(CardElement)) return;
        type.PolymorphismOptions = new JsonPolymorphismOptions();
        foreach (var element in typeof(CardElement).GetNestedTypes()) type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(element, element.Name));
    }
}
