using System.Text.Encodings.Web;
using System.Text.Json;
using Archive.Connectors.Feishu;
using Archive.Core.Messages;

namespace Archive.Tests.Connectors.Feishu;

/// <summary>What becomes of each type of message, from a file of cases.</summary>
public sealed class FeishuContentTests
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string, string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, string>();
            var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Connectors", "Feishu", "Cases", "contents.txt"));
            foreach (var block in text.ReplaceLineEndings("\n").Split("\n\n").Select(b => b.Trim('\n')).Where(b => b.Length > 0 && b[0] != '#'))
            {
                var lines = block.Split('\n');
                var colon = lines[0].IndexOf(':', StringComparison.Ordinal);
                cases.Add(lines[0][..colon], lines[0][(colon + 2)..], string.Join('\n', lines[1..]));
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Becomes_text_files_and_kind(string type, string content, string expected)
    {
        var item = Message(type, content).Map();

        var message = item.Mapped.Item.Message;
        Assert.True(message is not null, item.Mapped.Item.Unreadable);
        var head = message.Kind == MessageKind.Text && message.Revision.Length == 0 ? [] : new[] { $"kind {message.Kind} {message.Revision}".TrimEnd() };
        var files = item.Mapped.Files.Select(f => $"file {f.Key} {(f.IsImage ? "image" : "file")} {f.Name}".TrimEnd() + (f.Reason is null ? "" : $" - {f.Reason}"));
        Assert.Equal(expected, string.Join('\n', [.. head, $"text {message.Text.Replace("\n", "\\n", StringComparison.Ordinal)}".TrimEnd(), .. files]));
        Assert.Equal(type == "text" ? null : type, message.NativeType);
        Assert.All(item.Mapped.Files, f => Assert.Equal("om_1", f.MessageId));
    }

    [Theory]
    [InlineData("text", "This is not JSON")]
    [InlineData("text", "")]
    [InlineData("text", null)]
    [InlineData("post", "[1]")]
    [InlineData("image", "{}")]
    [InlineData("interactive", """{"json_card":"{"}""")]
    [InlineData("text", """{"text":"lone \ud800 surrogate"}""")]
    public void Is_quarantined_with_its_bytes_where_the_content_cannot_be_read(string type, string? content)
    {
        var item = Message(type, content).Map().Mapped.Item;

        Assert.Null(item.Message);
        Assert.Equal("om_1", item.NativeId);
        Assert.NotEmpty(item.Raw.ToArray());
        Assert.False(string.IsNullOrEmpty(item.Unreadable));
        Assert.DoesNotContain("surrogate", item.Unreadable, StringComparison.Ordinal);
        Assert.DoesNotContain("not JSON at", item.Unreadable, StringComparison.Ordinal);
    }

    private static ElementOfTest Message(string type, string? content) => new($$"""
        {"message_id":"om_1","msg_type":"{{type}}","create_time":"1700000000123","update_time":"1700000000123","deleted":false,"updated":false,"chat_id":"oc_c1",
         "sender":{"id":"ou_u1","id_type":"open_id","sender_type":"user","tenant_key":"tk1"},"body":{"content":{{JsonSerializer.Serialize(content, Readable)}}},
         "mentions":[{"key":"@_user_1","id":"ou_u2","name":"李四"},{"key":"@_user_10","id":"ou_u3","name":"王五"}]}
        """);
}
