using System.Text.Json;
using System.Text.Json.Serialization;
using ChatOps.Core.Words;

namespace ChatOps.Core.Metering;

/// <summary>Money as it is written everywhere, read without a new text for each currency: of what the ledger's rows are made of most is prices.</summary>
internal sealed class MoneyJson : JsonConverter<Money>
{
    private const string Dollars = "USD";

    /// <exception cref="JsonException">It is no object.</exception>
    public override Money Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException();
        var (amount, currency) = (0m, "");
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var (isAmount, isCurrency) = (reader.ValueTextEquals("amount"u8), reader.ValueTextEquals("currency"u8));
            reader.Read();
            if (isAmount) amount = reader.GetDecimal();
            else if (isCurrency) currency = reader.ValueTextEquals("USD"u8) ? Dollars : reader.GetString() ?? "";
            else reader.Skip();
        }
        return new Money(amount, currency);
    }

    public override void Write(Utf8JsonWriter writer, Money value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteNumber("amount", value.Amount);
        writer.WriteString("currency", value.Currency);
        writer.WriteEndObject();
    }
}
