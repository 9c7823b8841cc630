/* Stands in for libWeWorkFinanceSdk_C: the same seventeen functions, fed by the simulator instead of the platform. The proxy argument is the
 * simulator's own address, http://127.0.0.1:PORT; the library asks it over a plain socket, in the fields of Sdk/FieldReader.cs. Decryption is done
 * here, with the cipher of Sdk/ToyCipher.cs. A caller that uses it wrongly (frees twice, uses what is freed or has been used, shares a handle between
 * threads) is stopped with abort() and a line on stderr, because the real library would corrupt memory there and be silent.
 * One file, because it is compiled where it is needed and by nothing but gcc. */
#include <arpa/inet.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define API __attribute__((visibility("default")))
#define TAIL 16

enum { OK = 0, BAD_ARGUMENT = 10000, NETWORK = 10001, PARSE = 10002, UNDECIPHERABLE = 10006 };
enum { SDK, SLICE, MEDIA, KINDS };
enum { ACT_NONE, ACT_CRASH, ACT_HANG, ACT_GARBAGE, ACT_LEAK };

typedef struct WeWorkFinanceSdk_t { char *corp_id, *secret; uint32_t calls; int busy; } WeWorkFinanceSdk_t;
typedef struct Slice_t { char *buf; int len; } Slice_t;
typedef struct MediaData { char *outindexbuf; int out_len; char *data; int data_len; int is_finish; } MediaData_t;

/* Live handles, slices and media objects, for tests in the same process. The simulator is told with every request. */
API int finance_sdk_live[KINDS];

/* ---- objects ---- */

typedef struct Node { void *object; int kind, used; struct Node *next; } Node;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static Node *nodes;
static char last_proxy[64];
static int asks_before_decrypt, last_timeout = 5;

static void stop(const char *why) {
    fprintf(stderr, "finance_sdk: %s\n", why);
    fflush(stderr);
    abort();
}

static void *need(void *object) {
    if (object == NULL) stop("out of memory");
    return object;
}

static Node **find(const void *object, int kind) {
    Node **at = &nodes;
    while (*at != NULL && ((*at)->object != object || (*at)->kind != kind)) at = &(*at)->next;
    return at;
}

static void *make(size_t size, int kind) {
    Node *node = need(calloc(1, sizeof *node));
    node->object = need(calloc(1, size));
    node->kind = kind;
    pthread_mutex_lock(&lock);
    node->next = nodes;
    nodes = node;
    finance_sdk_live[kind]++;
    pthread_mutex_unlock(&lock);
    return node->object;
}

/* The object must be alive. With use it must be fresh as well, and is not afterwards. */
static void check(const void *object, int kind, int use) {
    pthread_mutex_lock(&lock);
    Node *node = *find(object, kind);
    if (node == NULL) stop("an object is used that is not alive");
    if (use && node->used) stop("a slice or media object is used for a second call");
    node->used |= use;
    pthread_mutex_unlock(&lock);
}

static void retire(const void *object, int kind) {
    pthread_mutex_lock(&lock);
    Node **at = find(object, kind);
    if (*at == NULL) stop("an object is freed that is not alive");
    Node *node = *at;
    *at = node->next;
    finance_sdk_live[kind]--;
    pthread_mutex_unlock(&lock);
    free(node);
}

/* A copy with junk behind its end, so that a caller who looks for a zero is seen, and a zero behind the junk. */
static char *copy(const void *bytes, size_t length) {
    char *made = need(malloc(length + TAIL));
    if (length > 0) memcpy(made, bytes, length);
    memset(made + length, 'Z', TAIL - 1);
    made[length + TAIL - 1] = 0;
    return made;
}

static void bury(char *bytes, int length) {
    if (bytes != NULL) memset(bytes, 0xDD, (size_t)length + TAIL);
    free(bytes);
}

/* ---- fields ---- */

typedef struct Buffer { unsigned char *bytes; size_t length, room; } Buffer;
typedef struct Reader { const unsigned char *at, *end; int broken; } Reader;

static void put(Buffer *buffer, const void *bytes, size_t length) {
    if (buffer->length + length > buffer->room) {
        buffer->room = 2 * (buffer->length + length) + 256;
        buffer->bytes = need(realloc(buffer->bytes, buffer->room));
    }
    if (length > 0) memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
}

static void put_number(Buffer *buffer, uint64_t value, int bytes) {
    unsigned char little[8];
    for (int i = 0; i < bytes; i++) little[i] = (unsigned char)(value >> (8 * i));
    put(buffer, little, (size_t)bytes);
}

static void put_text(Buffer *buffer, const char *text) {
    size_t length = text == NULL ? 0 : strlen(text);
    put_number(buffer, length, 4);
    put(buffer, text, length);
}

static uint64_t get_number(Reader *reader, int bytes) {
    uint64_t value = 0;
    if (reader->end - reader->at < bytes) {
        reader->broken = 1;
        return 0;
    }
    for (int i = 0; i < bytes; i++) value |= (uint64_t)reader->at[i] << (8 * i);
    reader->at += bytes;
    return value;
}

static const unsigned char *get_bytes(Reader *reader, size_t *length) {
    *length = (size_t)get_number(reader, 4);
    if (reader->broken || (size_t)(reader->end - reader->at) < *length) {
        reader->broken = 1;
        *length = 0;
        return NULL;
    }
    reader->at += *length;
    return reader->at - *length;
}

/* ---- asking the simulator ---- */

typedef struct Answer { int code, act, finished; uint32_t leak; const unsigned char *data, *index; size_t data_length, index_length; } Answer;

static int open_socket(const char *proxy, int timeout) {
    char host[40];
    int port;
    struct sockaddr_in address = { .sin_family = AF_INET };
    struct timeval patience = { .tv_sec = timeout > 0 ? timeout : 5 };
    if (proxy == NULL || sscanf(proxy, "http://%39[0-9.]:%d", host, &port) != 2 || inet_pton(AF_INET, host, &address.sin_addr) != 1) return -1;
    address.sin_port = htons((uint16_t)port);
    int handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (handle < 0) return -1;
    setsockopt(handle, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(handle, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    if (connect(handle, (struct sockaddr *)&address, sizeof address) == 0) return handle;
    close(handle);
    return -1;
}

static int send_all(int handle, const void *bytes, size_t length) {
    for (const char *at = bytes; length > 0;) {
        ssize_t sent = send(handle, at, length, MSG_NOSIGNAL);
        if (sent <= 0) return -1;
        at += sent;
        length -= (size_t)sent;
    }
    return 0;
}

/* Sends the request, which is used up, and reads everything that comes back. */
static int exchange(const char *proxy, int timeout, const char *path, Buffer *request, Buffer *response) {
    char head[200], piece[65536];
    int length = snprintf(head, sizeof head, "POST /sdk/%s HTTP/1.1\r\nHost: simulator\r\nConnection: close\r\nContent-Length: %zu\r\n\r\n", path, request->length);
    int handle = open_socket(proxy, timeout);
    ssize_t got = -1;
    if (handle >= 0 && send_all(handle, head, (size_t)length) == 0 && send_all(handle, request->bytes, request->length) == 0)
        while ((got = recv(handle, piece, sizeof piece, 0)) > 0) put(response, piece, (size_t)got);
    if (handle >= 0) close(handle);
    free(request->bytes);
    return got == 0 ? OK : NETWORK;
}

static int parse(const Buffer *response, Answer *answer) {
    static const char good[] = "HTTP/1.1 200";
    unsigned char *body = response->length > sizeof good ? memmem(response->bytes, response->length, "\r\n\r\n", 4) : NULL;
    if (body == NULL || memcmp(response->bytes, good, sizeof good - 1) != 0) return PARSE;
    Reader reader = { body + 4, response->bytes + response->length, 0 };
    answer->code = (int)get_number(&reader, 4);
    answer->act = (int)get_number(&reader, 1);
    answer->leak = (uint32_t)get_number(&reader, 4);
    asks_before_decrypt = (int)get_number(&reader, 1);
    answer->finished = (int)get_number(&reader, 1);
    answer->index = get_bytes(&reader, &answer->index_length);
    answer->data = get_bytes(&reader, &answer->data_length);
    return reader.broken ? PARSE : OK;
}

static void begin(Buffer *request, WeWorkFinanceSdk_t *sdk) {
    put_text(request, sdk == NULL ? NULL : sdk->corp_id);
    put_text(request, sdk == NULL ? NULL : sdk->secret);
    put_number(request, sdk == NULL ? 1 : sdk->calls++, 4);
    pthread_mutex_lock(&lock);
    for (int kind = 0; kind < KINDS; kind++) put_number(request, (uint64_t)finance_sdk_live[kind], 4);
    pthread_mutex_unlock(&lock);
}

/* What the library does to its process besides answering. */
static void act(const Answer *answer) {
    if (answer->act == ACT_CRASH) *(volatile int *)8 = 1;
    while (answer->act == ACT_HANG) pause();
    if (answer->act == ACT_GARBAGE) {
        puts("[simulated] curl: (56) connection reset by peer");
        fflush(stdout);
    }
    if (answer->act == ACT_LEAK) memset(need(malloc(answer->leak)), 1, answer->leak);
}

static int ask(const char *proxy, int timeout, const char *path, Buffer *request, Buffer *response, Answer *answer) {
    memset(answer, 0, sizeof *answer);
    int code = exchange(proxy, timeout, path, request, response);
    if (code == OK) code = parse(response, answer);
    if (code == OK) act(answer);
    return code == OK ? answer->code : code;
}

static void enter(WeWorkFinanceSdk_t *sdk) {
    check(sdk, SDK, 0);
    if (__sync_lock_test_and_set(&sdk->busy, 1)) stop("one handle is used by two threads at a time");
}

static void leave(WeWorkFinanceSdk_t *sdk) { __sync_lock_release(&sdk->busy); }

/* ---- the cipher ---- */

static uint64_t sum(const void *bytes, size_t length) {
    uint64_t value = 14695981039346656037ULL;
    for (size_t i = 0; i < length; i++) value = (value ^ ((const unsigned char *)bytes)[i]) * 1099511628211ULL;
    return value;
}

static int digit(char c) {
    if (c >= 'A' && c <= 'Z') return c - 'A';
    if (c >= 'a' && c <= 'z') return c - 'a' + 26;
    if (c >= '0' && c <= '9') return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Length of what was decoded, or -1. */
static long decode(const char *text, size_t length, unsigned char *bytes) {
    uint32_t bits = 0;
    int held = 0;
    long made = 0;
    if (length % 4 != 0) return -1;
    while (length > 0 && text[length - 1] == '=') length--;
    for (size_t i = 0; i < length; i++) {
        int value = digit(text[i]);
        if (value < 0) return -1;
        bits = (bits << 6) | (uint32_t)value;
        held += 6;
        if (held < 8) continue;
        held -= 8;
        bytes[made++] = (unsigned char)(bits >> held);
    }
    return made;
}

static int decipher(const char *key, unsigned char *bytes, long length) {
    uint64_t wanted = 0, state;
    if (length < 8) return UNDECIPHERABLE;
    for (int i = 0; i < 8; i++) wanted |= (uint64_t)bytes[i] << (8 * i);
    state = sum(key, strlen(key)) ^ wanted;
    if (state == 0) state = 1;
    for (long i = 8; i < length; i++) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes[i] ^= (unsigned char)(state >> 24);
    }
    return sum(bytes + 8, (size_t)length - 8) == wanted ? OK : UNDECIPHERABLE;
}

/* ---- the seventeen functions ---- */

API WeWorkFinanceSdk_t *NewSdk(void) { return make(sizeof(WeWorkFinanceSdk_t), SDK); }

API int Init(WeWorkFinanceSdk_t *sdk, const char *corpid, const char *secret) {
    check(sdk, SDK, 0);
    if (corpid == NULL || secret == NULL || *corpid == 0 || *secret == 0) return BAD_ARGUMENT;
    free(sdk->corp_id);
    free(sdk->secret);
    sdk->corp_id = need(strdup(corpid));
    sdk->secret = need(strdup(secret));
    sdk->calls = 0;
    return OK;
}

API int GetChatData(
    WeWorkFinanceSdk_t *sdk, unsigned long long seq, unsigned int limit, const char *proxy, const char *passwd, int timeout, Slice_t *chatDatas) {
    Buffer request = { 0 }, response = { 0 };
    Answer answer;
    (void)passwd;
    enter(sdk);
    check(chatDatas, SLICE, 1);
    int code = BAD_ARGUMENT;
    if (sdk->corp_id != NULL) {
        pthread_mutex_lock(&lock);
        snprintf(last_proxy, sizeof last_proxy, "%s", proxy == NULL ? "" : proxy);
        last_timeout = timeout;
        pthread_mutex_unlock(&lock);
        begin(&request, sdk);
        put_number(&request, seq, 8);
        put_number(&request, limit, 4);
        code = ask(proxy, timeout, "chat", &request, &response, &answer);
        if (code == OK) {
            chatDatas->buf = copy(answer.data, answer.data_length);
            chatDatas->len = (int)answer.data_length;
        }
        free(response.bytes);
    }
    leave(sdk);
    return code;
}

API int DecryptData(const char *encrypt_key, const char *encrypt_msg, Slice_t *msg) {
    Buffer request = { 0 }, response = { 0 };
    Answer answer = { 0 };
    check(msg, SLICE, 1);
    if (encrypt_key == NULL || encrypt_msg == NULL || *encrypt_key == 0 || *encrypt_msg == 0) return BAD_ARGUMENT;
    if (asks_before_decrypt) {
        begin(&request, NULL);
        int fault = ask(last_proxy, last_timeout, "decrypt", &request, &response, &answer);
        free(response.bytes);
        if (fault != OK) return fault;
    }
    size_t length = strlen(encrypt_msg);
    unsigned char *bytes = need(malloc(length + 1));
    long made = decode(encrypt_msg, length, bytes);
    int code = decipher(encrypt_key, bytes, made);
    if (code == OK) {
        made = answer.act == ACT_GARBAGE ? (made - 8) / 2 : made - 8;
        msg->buf = copy(bytes + 8, (size_t)made);
        msg->len = (int)made;
    }
    free(bytes);
    return code;
}

API int GetMediaData(
    WeWorkFinanceSdk_t *sdk, const char *indexbuf, const char *sdkFileid, const char *proxy, const char *passwd, int timeout, MediaData_t *media_data) {
    Buffer request = { 0 }, response = { 0 };
    Answer answer;
    (void)passwd;
    enter(sdk);
    check(media_data, MEDIA, 1);
    int code = BAD_ARGUMENT;
    if (sdk->corp_id != NULL) {
        begin(&request, sdk);
        put_text(&request, indexbuf);
        put_text(&request, sdkFileid);
        code = ask(proxy, timeout, "media", &request, &response, &answer);
        if (code == OK) {
            media_data->data = copy(answer.data, answer.data_length);
            media_data->data_len = (int)answer.data_length;
            media_data->outindexbuf = copy(answer.index, answer.index_length);
            media_data->outindexbuf[answer.index_length] = 0; /* callers hand it back as a string */
            media_data->out_len = (int)answer.index_length;
            media_data->is_finish = answer.finished;
        }
        free(response.bytes);
    }
    leave(sdk);
    return code;
}

API void DestroySdk(WeWorkFinanceSdk_t *sdk) {
    if (sdk == NULL) return;
    retire(sdk, SDK);
    free(sdk->corp_id);
    free(sdk->secret);
    free(sdk);
}

API Slice_t *NewSlice(void) { return make(sizeof(Slice_t), SLICE); }

API void FreeSlice(Slice_t *slice) {
    if (slice == NULL) return;
    retire(slice, SLICE);
    bury(slice->buf, slice->len);
    free(slice);
}

API char *GetContentFromSlice(Slice_t *slice) {
    check(slice, SLICE, 0);
    return slice->buf;
}

API int GetSliceLen(Slice_t *slice) {
    check(slice, SLICE, 0);
    return slice->len;
}

API MediaData_t *NewMediaData(void) { return make(sizeof(MediaData_t), MEDIA); }

API void FreeMediaData(MediaData_t *media_data) {
    if (media_data == NULL) return;
    retire(media_data, MEDIA);
    bury(media_data->outindexbuf, media_data->out_len);
    bury(media_data->data, media_data->data_len);
    free(media_data);
}

API char *GetOutIndexBuf(MediaData_t *media_data) {
    check(media_data, MEDIA, 0);
    return media_data->outindexbuf;
}

API char *GetData(MediaData_t *media_data) {
    check(media_data, MEDIA, 0);
    return media_data->data;
}

API int GetIndexLen(MediaData_t *media_data) {
    check(media_data, MEDIA, 0);
    return media_data->out_len;
}

API int GetDataLen(MediaData_t *media_data) {
    check(media_data, MEDIA, 0);
    return media_data->data_len;
}

API int IsMediaDataFinish(MediaData_t *media_data) {
    check(media_data, MEDIA, 0);
    return media_data->is_finish;
}
